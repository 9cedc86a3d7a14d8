"""Each break of `make chaos` once, with fewer callers; the whole is in docs/reliability.md."""

import pytest

from tests.chaos.conftest import Take
from tests.chaos.rounds import broken
from tests.chaos.scenarios import SCENARIOS
from tests.live import ledger
from tests.live.grown import Grown

CALLERS = 6
SHORT = [
    "one-of-two",
    "postgresql",
    "redis",
    "redis-flush",
    "tab",
    "deploy",
    "drop",
    "refusals",
]


@pytest.mark.parametrize("name", SHORT)
async def test_nothing_is_lost_doubled_or_left_open(grown: Grown, people: Take, name: str) -> None:
    outcome = await broken(SCENARIOS[name], grown, people(CALLERS + 1))
    assert outcome.verdict.faults == []
    assert outcome.acknowledged > 0


def test_every_acknowledged_fact_is_looked_up(grown: Grown, people: Take) -> None:
    """The ledger itself: what was never stored is found missing."""
    (person,) = people(1)
    told = ledger.Told(items={"item_never": "Never said"}, typed={"0" * 32: "Never written"})
    found = ledger.check(grown, person["conversation"], told)
    assert len(found.lost) == 2

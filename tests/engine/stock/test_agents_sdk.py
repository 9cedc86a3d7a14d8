"""The stock Agents SDK in Node, over a WebSocket, against the whole engine."""

import pytest

from tests.engine.running import KEY, EngineProcess
from tests.engine.stock.programs import job, run
from tests.engine.stock.report import CHECKS, Report, check


@pytest.mark.parametrize("scenario", CHECKS)
def test_it_plays_the_scenario_over_a_websocket(engine: EngineProcess, scenario: str) -> None:
    url = f"{engine.address.ws}/realtime?model=gpt-realtime-2.1"
    check(scenario, Report(run("node.js", job(scenario, url, KEY))))

"""A registry of one's own, a site that may be reached, and a canary that may not."""

from collections.abc import Iterator

import pytest

from tests.tools.outside import site as sites
from tests.tools.outside.canary import Canary
from tests.tools.outside.site import Site
from tools import registry


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(registry, "_tools", dict(registry._tools))


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with sites.running() as running:
        yield running


@pytest.fixture(scope="session")
def canary() -> Iterator[Canary]:
    made = Canary()
    yield made
    made.close()

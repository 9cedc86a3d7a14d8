"""A registry of one's own: what a test registers is gone after it."""

import pytest

from tools import registry


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_tools", dict(registry._tools))

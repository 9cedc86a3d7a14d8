"""What aioice has no settings for."""

import pytest
from aioice import ice as aioice

from engine.transports import ice


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aioice, "CONSENT_FAILURES", aioice.CONSENT_FAILURES)


@pytest.mark.parametrize(
    ("found", "offered"), [([], ["127.0.0.1"]), (["192.0.2.7"], ["192.0.2.7"])]
)
def test_loopback_is_offered_when_there_is_nothing_else(
    monkeypatch: pytest.MonkeyPatch, found: list[str], offered: list[str]
) -> None:
    monkeypatch.setattr(aioice, "get_host_addresses", lambda *families: found)
    ice.offer_loopback_when_alone()
    assert aioice.get_host_addresses(use_ipv4=True, use_ipv6=True) == offered


@pytest.mark.parametrize(("seconds", "failures"), [(30.0, 6), (5.0, 1), (0.1, 1)])
def test_a_lost_peer_is_given_up_after_the_time_that_was_set(seconds: float, failures: int) -> None:
    ice.lose_peers_after(seconds)
    assert failures == aioice.CONSENT_FAILURES

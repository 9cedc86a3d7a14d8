"""What aioice has no settings for: loopback on a lone machine, and how soon a peer is lost."""

from collections.abc import Callable

from aioice import ice

Addresses = Callable[[bool, bool], list[str]]


def offer_loopback_when_alone() -> None:
    """aioice leaves 127.0.0.1 out: without this a machine with no other address is mute."""
    ice.get_host_addresses = _with_loopback(ice.get_host_addresses)  # type: ignore[assignment]  # a function in place of a function


def lose_peers_after(seconds: float) -> None:
    """Peers prove every CONSENT_INTERVAL seconds that they are still there."""
    ice.CONSENT_FAILURES = max(1, round(seconds / ice.CONSENT_INTERVAL))


def _with_loopback(addresses: Addresses) -> Addresses:
    def found(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        return addresses(use_ipv4, use_ipv6) or ["127.0.0.1"]

    return found

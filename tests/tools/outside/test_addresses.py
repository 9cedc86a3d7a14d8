"""Public addresses may be reached, and private ones only where they are allowed."""

from ipaddress import ip_address, ip_network

import pytest

from tests.tools.outside.forms import RESOLVED
from tools.outside.addresses import may_reach


@pytest.mark.parametrize("written", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00::1"])
def test_a_public_one_may_be_reached(written: str) -> None:
    assert may_reach(ip_address(written))


@pytest.mark.parametrize("written", [*RESOLVED, "64:ff9b::808:808", "::ffff:8.8.8.8", "fec0::1"])
def test_any_other_may_not(written: str) -> None:
    assert not may_reach(ip_address(written))


def test_a_network_that_is_allowed_may_be_reached_and_no_other() -> None:
    allowed = [ip_network("10.1.0.0/16"), ip_network("fd00::/8")]
    assert may_reach(ip_address("10.1.2.3"), allowed)
    assert may_reach(ip_address("fd00::1"), allowed)
    assert not may_reach(ip_address("10.2.0.1"), allowed)
    assert not may_reach(ip_address("::ffff:10.1.2.3"), allowed)

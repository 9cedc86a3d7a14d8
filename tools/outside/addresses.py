"""Which network addresses may be reached: public ones, and networks that the operator allows."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA's registries of special purposes, not `is_global`: that differs between Python's releases.
_NOT_PUBLIC = tuple(
    ip_network(written)
    for written in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's inner service behind a public number
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23",  # Teredo, ORCHID and others
        "2001:db8::/32",
        "2002::/16",  # 6to4, which holds an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
# All other IPv6 is loopback, private, multicast, mapped or translated IPv4, or not given out.
_PUBLIC_V6 = IPv6Network("2000::/3")


def may_reach(address: Address, allowed: Sequence[Network] = ()) -> bool:
    if any(address in network for network in allowed):
        return True
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.version == 4 or address in _PUBLIC_V6

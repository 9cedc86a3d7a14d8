"""Connect by checked addresses only: a host is resolved here, once, and what was checked is connected to."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

import httpcore2

from tools.outside.addresses import Address, Network, may_reach
from tools.outside.errors import Unreachable, forbidden

CONNECT_S = 4.0
ADDRESSES_TRIED = 3
LOOKED_UP_AT_ONCE = 32
EVERYWHERE = (IPv4Network("0.0.0.0/0"), IPv6Network("::/0"))  # for what the operator wrote

Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]
_lookups = threading.BoundedSemaphore(LOOKED_UP_AT_ONCE)


@dataclass(frozen=True)
class Rules:
    """Private networks that may be reached all the same; the ports, None is any; the hosts with
    what is below them, empty is any."""

    networks: Sequence[Network] = ()
    ports: frozenset[int] | None = None
    hosts: Sequence[str] = ()

    def refuse(self, host: str, port: int) -> None:
        if self.ports is not None and port not in self.ports:
            raise Unreachable("forbidden_port", "That port may not be reached from here.")
        if self.hosts and not any(f".{host}".endswith(f".{one}") for one in self.hosts):
            raise Unreachable("forbidden_host", "That site may not be read from here.")


async def resolve(host: str, port: int) -> Sequence[Address]:
    """As the system does it, also for numbers: 127.1 and 2130706433 are what it makes of them."""
    if not _lookups.acquire(blocking=False):
        raise Unreachable("busy", "Too many addresses are being looked up just now.")
    found: Future[list[Any]] = Future()
    # Not the loop's own threads: the end of the loop would wait for a name server that hangs.
    threading.Thread(target=_look_up, args=(host, port, found), daemon=True).start()
    try:
        answers = await asyncio.wrap_future(found)
    except (OSError, UnicodeError) as error:
        raise Unreachable("unknown_host", "There is no such host.") from error
    return list(dict.fromkeys(ip_address(str(answer[4][0])) for answer in answers))


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """What httpcore connects with. Every connection of a request passes here, redirected ones too."""

    def __init__(self, rules: Rules, resolve: Resolve = resolve) -> None:
        self._rules = rules
        self._resolve = resolve
        self._plain = httpcore2.AnyIOBackend()

    async def checked(self, host: str, port: int) -> Sequence[Address]:
        """Raises Unreachable when the host, the port or any one of its addresses is not allowed."""
        self._rules.refuse(host, port)
        addresses = await self._resolve(host, port)
        if not all(may_reach(address, self._rules.networks) for address in addresses):
            raise forbidden()
        return addresses

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        for address in (await self.checked(host, port))[:ADDRESSES_TRIED]:
            try:
                return await self._plain.connect_tcp(
                    str(address), port, min(timeout or CONNECT_S, CONNECT_S)
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        raise Unreachable("no_answer", "Nothing answers at that address.")

    async def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore2.AsyncNetworkStream:
        raise forbidden()

    async def sleep(self, seconds: float) -> None:
        await self._plain.sleep(seconds)


def _look_up(host: str, port: int, found: Future[list[Any]]) -> None:
    found.set_running_or_notify_cancel()
    try:
        found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except Exception as error:  # handed to whoever waits
        found.set_exception(error)
    finally:
        _lookups.release()

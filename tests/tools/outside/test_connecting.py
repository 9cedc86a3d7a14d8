"""Looking up a host neither waits without end nor holds anything up."""

import asyncio
import socket
import threading

import pytest

from tools.outside import connecting
from tools.outside.connecting import GuardedBackend, Rules, resolve
from tools.outside.errors import Unreachable


async def test_numbers_are_what_the_system_makes_of_them() -> None:
    assert [str(one) for one in await resolve("127.1", 80)] == ["127.0.0.1"]


async def test_a_host_that_is_not_there_is_said_so() -> None:
    with pytest.raises(Unreachable, match="no such host"):
        await resolve("nobody.invalid", 80)


def test_a_name_server_that_hangs_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop ends while the look-up still waits."""
    hanging = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: hanging.wait(60))

    async def asked() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(resolve("a.example", 80), 0.05)

    asyncio.run(asked())
    assert not hanging.is_set()
    hanging.set()


async def test_too_many_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_lookups", threading.BoundedSemaphore(1))
    connecting._lookups.acquire()
    with pytest.raises(Unreachable, match="Too many"):
        await resolve("a.example", 80)


async def test_no_socket_of_the_machine_is_connected_to() -> None:
    with pytest.raises(Unreachable):
        await GuardedBackend(Rules()).connect_unix_socket("/var/run/docker.sock")

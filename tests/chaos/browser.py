"""A logged-in browser without a page: its cookies, its posts, its socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
    ClientWSTimeout,
    DummyCookieJar,
    TCPConnector,
)

from tests.live.people import Person

CSRF = "c" * 32  # the cookie and the header must agree, whatever they say
POST_WITHIN = ClientTimeout(total=15)
GREETED_WITHIN = ClientTimeout(total=30)
GOODBYE_WITHIN = ClientWSTimeout(ws_close=0.5)  # a browser does not wait for it at all


class Refused(Exception):
    """An answer that is not a success: its status, and its code when it has one."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


@dataclass(frozen=True)
class Browser:
    http: ClientSession
    address: str
    origin: str
    person: Person
    device: str

    @property
    def conversation(self) -> str:
        return self.person["conversation"]

    @property
    def headers(self) -> dict[str, str]:
        cookies = f"{self.person['cookie']}; csrftoken={CSRF}; __Host-csrftoken={CSRF}"
        scheme, _, host = self.origin.partition("://")
        return {
            "Cookie": cookies,
            "Origin": self.origin,
            "X-CSRFToken": CSRF,
            "Host": host,
            "X-Forwarded-Proto": scheme,  # as the proxy says, where there is none
        }

    @asynccontextmanager
    async def socket(self) -> AsyncIterator[ClientWebSocketResponse]:
        address = f"{self.address.replace('http', 'ws', 1)}/ws/?protocol=1"
        opening = self.http.ws_connect(
            address, headers=self.headers, max_msg_size=0, timeout=GOODBYE_WITHIN
        )
        async with opening as socket:
            yield socket

    async def start(self, **wish: Any) -> str:
        """A click on Talk; returns the session. Raises Refused, ClientError, TimeoutError."""
        return str((await self.begin(**wish))["session"])

    async def begin(self, **wish: Any) -> dict[str, Any]:
        """The same; returns all that is answered, the replay among it."""
        body = {"client_id": str(uuid4()), "device": self.device, "microphone": True} | wish
        return await self._post("sessions/", body)

    async def offer(self, session: str) -> None:
        """Where the server posts it: the provider's call is the server's own."""
        await self._post(f"sessions/{session}/offer/", {"sdp": "v=0\r\n"})

    async def end(self, session: str) -> None:
        await self._post(f"sessions/{session}/end/", {"reason": "ended"})

    async def write(self, client_id: str, content: str) -> None:
        """Raises what a person would see as "not sent"; trying again is harmless."""
        await self._post("messages/", {"client_id": client_id, "content": content})

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        address = f"{self.address}/conversations/{self.conversation}/{path}"
        asking = self.http.post(address, json=body, headers=self.headers, timeout=POST_WITHIN)
        async with asking as got:
            is_json = got.content_type == "application/json"
            found: dict[str, Any] = await got.json() if is_json else {}
            if not got.ok:
                raise Refused(got.status, found.get("error", {}).get("code", ""))
            return found


NOT_SENT = (Refused, ClientError, TimeoutError, OSError)


def session_of_many() -> ClientSession:
    """One client for all tabs, each with cookies of its own."""
    connector = TCPConnector(limit=0, force_close=True)
    return ClientSession(connector=connector, cookie_jar=DummyCookieJar(), timeout=GREETED_WITHIN)

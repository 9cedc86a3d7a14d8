"""Offer a call as a browser does; where there is no aiortc, an offer that nobody stands behind."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

import aiohttp

from chat.provider.client import Answer
from chat.provider.errors import from_answer, refusal

MAX_ANSWER_BYTES = 64 * 1024
# One line for sound and one for events, from an address for documentation: nothing ever connects.
LINES = (
    "v=0",
    "o=- 1 1 IN IP4 0.0.0.0",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0 1",
    "a=msid-semantic:WMS *",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "c=IN IP4 0.0.0.0",
    "a=sendrecv",
    "a=mid:0",
    "a=rtcp-mux",
    "a=rtpmap:111 opus/48000/2",
    "{identity}",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "c=IN IP4 0.0.0.0",
    "a=mid:1",
    "a=sctp-port:5000",
    "a=max-message-size:262144",
    "{identity}",
)
CANDIDATE = "a=candidate:1 1 udp 2130706431 192.0.2.1 9 typ host"


class Peer(Protocol):
    """Who offers the call: a browser's connection, or nobody."""

    closed: asyncio.Event

    async def offer(self) -> str: ...
    async def connect(self, sdp: str, /) -> None: ...
    async def send(self, event: Mapping[str, Any], /) -> None: ...
    def __aiter__(self) -> AsyncIterator[dict[str, Any]]: ...
    async def close(self) -> None: ...


class Nobody:
    """The provider answers its offer, and the call can be heard and ended; nothing connects."""

    def __init__(self) -> None:
        self.closed = asyncio.Event()

    async def offer(self) -> str:
        digest = ":".join(f"{byte:02X}" for byte in secrets.token_bytes(32))
        identity = (
            CANDIDATE,
            "a=end-of-candidates",
            f"a=ice-ufrag:{secrets.token_hex(4)}",
            f"a=ice-pwd:{secrets.token_hex(12)}",
            f"a=fingerprint:sha-256 {digest}",
            "a=setup:actpass",
        )
        lines = [line.format(identity="\r\n".join(identity)) for line in LINES]
        return "\r\n".join([*lines, ""])

    async def connect(self, sdp: str) -> None:
        raise ConnectionError("Not tried: aiortc (the extra `engine`) is not installed here.")

    async def send(self, event: Mapping[str, Any]) -> None:
        raise ConnectionError("Nothing is connected.")

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        for nothing in list[dict[str, Any]]():
            yield nothing

    async def close(self) -> None:
        self.closed.set()


def make_peer() -> Peer:
    try:
        from chat.management.checking.browser import Browser
    except ModuleNotFoundError:
        return Nobody()
    return Browser()


async def post_offer(base_url: str, token: str, sdp: str) -> Answer:
    """As a browser posts it, with its ephemeral token (protocol 1.2, A). Raises ProviderRefusal."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    try:
        async with (
            aiohttp.ClientSession() as http,
            http.post(
                f"{base_url}/realtime/calls", data=sdp, headers=headers, allow_redirects=False
            ) as answer,
        ):
            if answer.status != 201:
                raise from_answer(answer.status, None)
            found = (await answer.content.read(MAX_ANSWER_BYTES)).decode(errors="replace")
            call_id = answer.headers.get("Location", "").rpartition("/")[2]
            return Answer(found, call_id or None)
    except aiohttp.ClientError as error:
        raise refusal("provider_unreachable") from error

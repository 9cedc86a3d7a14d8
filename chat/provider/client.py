"""Ask the provider, with the server's own key."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec
from aiohttp import hdrs

from chat.provider import answers, pushed, sockets, text_endpoint
from chat.provider.answers import CallId
from chat.provider.errors import from_answer, refusal
from chat.provider.pushed import PushedSocket
from chat.provider.sockets import EventSocket
from chat.provider.sound_endpoint import SoundEndpoint

TIMEOUT = aiohttp.ClientTimeout(connect=5, total=20)
NO_SUCH_CALL = 404


class Token(msgspec.Struct, frozen=True):
    """An ephemeral key. It goes to one browser and is kept nowhere."""

    value: str
    expires_at: int


class Answer(msgspec.Struct, frozen=True):
    """The provider's half of a call; `call_id` is None where it names none."""

    sdp: str
    call_id: CallId | None


class Provider:
    """One aiohttp client for one event loop. `key` empty means that nobody can call."""

    def __init__(self, base_url: str, key: str) -> None:
        self.base_url = base_url
        self._key = key
        self.text = text_endpoint.TextEndpoint(self._post)
        self._http: aiohttp.ClientSession | None = None
        self.sound = SoundEndpoint(self._post)

    async def mint(self, session: Mapping[str, Any], seconds: int, person: str) -> Token:
        """`POST /realtime/client_secrets`: a token that opens a session of this configuration.

        `person` is the hashed user id (OpenAI-Safety-Identifier). Raises ProviderRefusal.
        """
        body = {"expires_after": {"anchor": "created_at", "seconds": seconds}, "session": session}
        async with self._post("/realtime/client_secrets", person, json=body) as answer:
            try:
                return msgspec.convert(answers.as_json(await answers.read(answer)), Token)
            except msgspec.ValidationError as error:
                raise refusal("provider_refused") from error

    async def post_offer(self, sdp: str, session: Mapping[str, Any], person: str) -> Answer:
        """`POST /realtime/calls` with the browser's offer and our configuration (protocol 1.2, B).

        The answer's content type is not looked at: text/plain has been recorded.
        """
        form = aiohttp.FormData()
        form.add_field("sdp", sdp, content_type="application/sdp")
        form.add_field("session", json.dumps(session), content_type="application/json")
        accept = {hdrs.ACCEPT: "application/sdp"}
        async with self._post("/realtime/calls", person, data=form, headers=accept) as answer:
            found = (await answers.read(answer)).decode(errors="replace")
            if not found.startswith("v=0"):
                raise refusal("provider_refused")
            return Answer(found, answers.call_id_of(answer.headers.get(hdrs.LOCATION, "")))

    async def hang_up(self, call_id: str) -> bool:
        """False when the call was over before. Raises ProviderRefusal."""
        address = f"/realtime/calls/{quote(call_id, safe='')}/hangup"
        async with self._post(address, "", known=(NO_SUCH_CALL,)) as answer:
            return answer.status != NO_SUCH_CALL

    async def attach(self, call_id: str) -> EventSocket:
        """A sideband: a second, silent connection to a live call (protocol 1.4 and 10).

        Raises ProviderRefusal: `unknown_call` when it is over, or was made with another key.
        """
        return await self._connect(f"call_id={quote(call_id, safe='')}")

    async def transcribe(self, person: str) -> EventSocket:
        """A session that only writes down; it is told how by `session.update`. Raises ProviderRefusal."""
        return await self._connect("intent=transcription", person)

    async def converse(self, model: str, person: str, socket: PushedSocket) -> None:
        """A session of the server's own, with sound in its events. Raises ProviderRefusal."""
        address = self._address(f"model={quote(model, safe='')}")
        await pushed.connect(socket, address.replace("http", "ws", 1), self._headers(person))

    async def close(self) -> None:
        if self._http:
            await self._http.close()
            self._http = None

    def drop(self) -> None:
        """At the process's end, when no loop runs that could wait for an orderly close."""
        if self._http:
            closing = self._http.close()
            with suppress(StopIteration):
                closing.send(None)
            closing.close()

    def _address(self, query: str) -> str:
        return f"{self.base_url}/realtime?{query}"

    async def _connect(self, query: str, person: str = "") -> EventSocket:
        asking = self._client().ws_connect(
            self._address(query),
            headers=self._headers(person),
            timeout=aiohttp.ClientWSTimeout(ws_close=sockets.CLOSE_WITHIN_S),
            heartbeat=sockets.HEARTBEAT_S,
            max_msg_size=sockets.MAX_FRAME_BYTES,
        )
        return EventSocket(await _opened(asking))

    @asynccontextmanager
    async def _post(
        self, path: str, person: str, known: tuple[int, ...] = (), **content: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """A good answer, or one of the `known` statuses."""
        content["headers"] = self._headers(person) | content.get("headers", {})
        try:
            async with self._client().post(self.base_url + path, **content) as answer:
                if not answer.ok and answer.status not in known:
                    raise from_answer(
                        answer.status, answers.code_of(answers.as_json(await answers.read(answer)))
                    )
                yield answer
        except (aiohttp.ClientError, TimeoutError) as error:
            raise refusal("provider_unreachable") from error

    def _headers(self, person: str) -> dict[str, str]:
        if not self._key:
            raise refusal("no_key")
        named = {"OpenAI-Safety-Identifier": person} if person else {}
        return {hdrs.AUTHORIZATION: f"Bearer {self._key}", **named}

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None or self._http.closed:
            self._http = aiohttp.ClientSession(timeout=TIMEOUT, middlewares=(_stay,))
        return self._http


async def _stay(
    request: aiohttp.ClientRequest, ask: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """A redirect is not followed: the key goes to the address that was configured only."""
    answer = await ask(request)
    if answer.status // 100 == 3:
        answer.release()
        raise refusal("provider_refused")
    return answer


async def _opened(
    asking: Awaitable[aiohttp.ClientWebSocketResponse[bool]],
) -> aiohttp.ClientWebSocketResponse[bool]:
    try:
        async with asyncio.timeout(sockets.HANDSHAKE_WITHIN_S):
            return await asking
    except aiohttp.WSServerHandshakeError as error:
        gone = error.status == NO_SUCH_CALL
        raise (refusal("unknown_call") if gone else from_answer(error.status, None)) from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise refusal("provider_unreachable") from error

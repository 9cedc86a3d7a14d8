"""Ask the provider, with the server's own key."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aiohttp
import msgspec

from chat.errors import InputRefused
from chat.json_input import parse
from chat.provider.errors import from_answer, refusal

MAX_ANSWER_BYTES = 1024 * 1024
TIMEOUT = aiohttp.ClientTimeout(connect=5, total=20)


class Token(msgspec.Struct, frozen=True):
    """An ephemeral key. It goes to one browser and is kept nowhere."""

    value: str
    expires_at: int


class Provider:
    """One aiohttp client for one event loop. `key` empty means that nobody can call."""

    def __init__(self, base_url: str, key: str) -> None:
        self.base_url = base_url
        self._key = key
        self._http: aiohttp.ClientSession | None = None

    async def mint(self, session: Mapping[str, Any], seconds: int, person: str) -> Token:
        """`POST /realtime/client_secrets`: a token that opens a session of this configuration.

        `person` is the hashed user id (OpenAI-Safety-Identifier). Raises ProviderRefusal.
        """
        body = {"expires_after": {"anchor": "created_at", "seconds": seconds}, "session": session}
        found = await self._post("/realtime/client_secrets", body, person)
        try:
            return msgspec.convert(found, Token)
        except msgspec.ValidationError as error:
            raise refusal("provider_refused") from error

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

    async def _post(self, path: str, body: Mapping[str, Any], person: str) -> Any:
        if not self._key:
            raise refusal("no_key")
        headers = {"Authorization": f"Bearer {self._key}", "OpenAI-Safety-Identifier": person}
        try:
            address = self.base_url + path
            # A redirect is not followed: the key goes to the address that was configured only.
            asking = self._client().post(address, json=body, headers=headers, allow_redirects=False)
            async with asking as got:
                return await _content(got)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise refusal("provider_unreachable") from error

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None or self._http.closed:
            self._http = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._http


async def _content(answer: aiohttp.ClientResponse) -> Any:
    try:
        found = parse(await answer.read(), MAX_ANSWER_BYTES)
    except InputRefused:
        found = {}
    if answer.ok:
        return found
    error = found.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    raise from_answer(answer.status, code if isinstance(code, str) else None)

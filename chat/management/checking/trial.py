"""Try one combination of keys against the provider, step by step, and leave nothing open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol
from uuid import uuid4

from chat.errors import Refusal
from chat.management.checking.offers import Peer, make_peer, post_offer
from chat.management.checking.steps import (
    TOKEN,
    Combination,
    Event,
    Problem,
    Step,
    plain,
    until,
)
from chat.provider.client import Provider
from chat.provider.sockets import EventSocket

STEP_WITHIN_S = 15.0
CLOSE_WITHIN_S = 5.0
TOKEN_LIFETIME_S = 60
PERSON = "parley-provider-check"
QUESTION = "Answer with one word: are you there?"


class Line(Protocol):
    """One of the two ways to the session: the browser's data channel, or the sideband."""

    async def send(self, event: Event, /) -> None: ...
    def __aiter__(self) -> Any: ...


@dataclass
class Trial:
    base_url: str
    key: str
    model: str
    combination: Combination
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._provider = Provider(self.base_url, self.key)
        self._bearer = self._provider  # who opens the sideband
        self._token = self._sdp = ""
        self._call_id: str | None = None
        self._browser: Peer | None = None
        self._sideband: EventSocket | None = None
        self._lines: list[Line] = []
        self._is_over = False

    def worked(self, name: str) -> bool:
        return any(step.name == name and step.works for step in self.steps)

    async def run(self) -> None:
        """Steps are kept as they come, so that a run that is cut short has told something."""
        try:
            if self.combination.call == TOKEN and not await self._try("mint", self._mint):
                return
            if not await self._try("call", self._call):
                return
            for name, step in (
                ("media", self._connect),
                ("sideband", self._attach),
                ("turn", self._talk),
                ("ear", self._overhear),
                ("hang-up", self._hang_up),
            ):
                await self._try(name, step)
        finally:
            await self._close()

    async def _try(self, name: str, step: Callable[[], Awaitable[str]]) -> bool:
        started, works = monotonic(), False
        try:
            async with asyncio.timeout(STEP_WITHIN_S):
                said = await step()
            works = True
        except Refusal as refused:
            said = f"{refused.message} ({refused.code})"
        except TimeoutError:
            said = f"Nothing came within {STEP_WITHIN_S:.0f} s."
        except (Problem, ConnectionError) as problem:
            said = str(problem) or "The connection broke."
        self.steps.append(Step(name, works, said, round((monotonic() - started) * 1000)))
        return works

    async def _mint(self) -> str:
        minted = await self._provider.mint(self._session(), TOKEN_LIFETIME_S, PERSON)
        self._token = minted.value
        if self.combination.sideband == TOKEN:
            self._bearer = Provider(self.base_url, self._token)
        return "An ephemeral token."

    async def _call(self) -> str:
        self._browser = make_peer()
        offer = await self._browser.offer()
        if self._token:
            answer = await post_offer(self.base_url, self._token, offer)
        else:
            answer = await self._provider.post_offer(offer, self._session(), PERSON)
        self._sdp, self._call_id = answer.sdp, answer.call_id
        return "An answer with a call id." if self._call_id else "An answer, but no call id."

    async def _connect(self) -> str:
        assert self._browser  # noqa: S101 - made by the step before
        try:
            await self._browser.connect(self._sdp)
        except ValueError as error:
            raise Problem("The provider's answer is no session description.") from error
        await until(self._browser, "session.created")
        self._lines.append(self._browser)
        return "Connected, as a browser on this machine would be."

    async def _attach(self) -> str:
        self._sideband = await self._bearer.attach(self._known_call())
        await self._sideband.send({"type": "session.update", "session": {"type": "realtime"}})
        await until(self._sideband, "session.updated")
        self._lines.append(self._sideband)
        return "Attached: the server hears the call."

    async def _talk(self) -> str:
        """A typed turn, asked and heard on the first line that is open."""
        if not self._lines:
            raise Problem("There is no connection to ask on.")
        content = [{"type": "input_text", "text": QUESTION}]
        item = {"id": uuid4().hex, "type": "message", "role": "user", "content": content}
        await self._lines[0].send({"type": "conversation.item.create", "item": item})
        await self._lines[0].send({"type": "response.create"})
        done = await until(self._lines[0], "response.done")
        response = done.get("response")
        status = response.get("status") if isinstance(response, dict) else None
        if status != "completed":
            raise Problem(f"The answer is {plain(status)}.")
        return "Asked and answered."

    async def _overhear(self) -> str:
        if self._sideband is None or self._sideband not in self._lines:
            raise Problem("There is no sideband.")
        if self._sideband is not self._lines[0]:
            await until(self._sideband, "response.done")
        return "The server heard the turn."

    async def _hang_up(self) -> str:
        if not await self._provider.hang_up(self._known_call()):
            raise Problem("The provider does not know the call by this key.")
        self._is_over = True
        if self._browser in self._lines:
            await self._browser.closed.wait()
        return "The server can end the call."

    def _known_call(self) -> str:
        if not self._call_id:
            raise Problem("The provider gave no call id (no Location header).")
        return self._call_id

    def _session(self) -> Event:
        return {
            "type": "realtime",
            "model": self.model,
            "instructions": "Answer with one word.",
            "output_modalities": ["text"],
            "audio": {"input": {"turn_detection": None}},
        }

    async def _close(self) -> None:
        """Whatever happened: no call, socket or client stays open."""
        closings: list[Callable[[], Awaitable[Any]]] = [self._end_the_call]
        closings += [one.close for one in (self._sideband, self._browser) if one]
        closings += [self._provider.close]
        if self._bearer is not self._provider:
            closings.append(self._bearer.close)
        for closing in closings:
            with suppress(TimeoutError, Refusal, OSError):
                async with asyncio.timeout(CLOSE_WITHIN_S):
                    await closing()

    async def _end_the_call(self) -> None:
        if self._call_id and not self._is_over:
            await self._provider.hang_up(self._call_id)

"""The mouth of one live session: thinks out a reply and has it synthesised clause by clause."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any, Protocol

from engine.core.audio_config import DEFAULT_VOICE
from engine.core.orders import Hush, Speak, Think
from engine.dialogue import Request
from engine.faculties import Faculties
from engine.voice.synthesis import VOICES

logger = logging.getLogger(__name__)
BROKEN = "The answer could not be made."


class Facts(Protocol):
    """What the session is told."""

    def said(self, response_id: str, clause: str) -> None: ...

    def called(self, response_id: str, name: str, arguments: str) -> None: ...

    def thought(self, response_id: str) -> None: ...

    def spoken(self, response_id: str, index: int, pcm: bytes) -> None: ...

    def failed(self, response_id: str, message: str) -> None: ...


class Speaking:
    def __init__(self, faculties: Faculties, facts: Facts, after: Callable[[], None]) -> None:
        self._faculties = faculties
        self._facts = facts
        self._after = after
        self._clauses: dict[str, asyncio.Queue[Speak]] = {}
        self._tasks: dict[str, set[asyncio.Task[None]]] = {}

    def think(self, order: Think) -> None:
        self._run(order.response_id, self._think(order))

    def speak(self, order: Speak) -> None:
        """Clauses of a response are synthesised one after the other, in their order."""
        if order.response_id not in self._clauses:
            self._clauses[order.response_id] = asyncio.Queue()
            self._run(order.response_id, self._speak(order.response_id))
        self._clauses[order.response_id].put_nowait(order)

    def hush(self, order: Hush) -> None:
        self._clauses.pop(order.response_id, None)
        for task in self._tasks.pop(order.response_id, ()):
            task.cancel()

    async def end(self) -> None:
        tasks = [task for tasks in self._tasks.values() for task in tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _run(self, response_id: str, work: Any) -> None:
        task = asyncio.create_task(self._guard(response_id, work))
        self._tasks.setdefault(response_id, set()).add(task)

    async def _guard(self, response_id: str, work: Any) -> None:
        try:
            await work
        except Exception:
            logger.exception("response %s failed", response_id)
            self._facts.failed(response_id, BROKEN)
            self._after()

    async def _think(self, order: Think) -> None:
        choice: Any = order.tool_choice
        reply = self._faculties.think(
            Request(order.instructions, order.items, order.tools, choice, order.understood)
        )
        for clause in reply.clauses:
            self._facts.said(order.response_id, clause)
        for call in reply.calls:
            self._facts.called(order.response_id, call.name, json.dumps(call.arguments))
        self._facts.thought(order.response_id)
        self._after()

    async def _speak(self, response_id: str) -> None:
        clauses = self._clauses[response_id]
        while True:
            order = await clauses.get()
            voice = order.voice if order.voice in VOICES else DEFAULT_VOICE
            pcm = await self._faculties.synthesis.say(order.text, voice, order.speed)
            self._facts.spoken(response_id, order.index, pcm)
            self._after()

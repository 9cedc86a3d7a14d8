"""The mouth of one live session: has a reply thought out and synthesised, clause by clause."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any, Protocol

from engine.core.orders import Hush, Speak, Think
from engine.dialogue import Request
from engine.faculties import Faculties, SpeechFailed
from engine.thinking.thought import Called, Cut, Said, ThinkingFailed, Thought
from engine.thinking.wording import Spoken, Wording, Written

logger = logging.getLogger(__name__)
BROKEN = "The answer could not be made."
UNSPOKEN = "The answer could not be spoken."
UNTHOUGHT = "The language model could not answer."
# A response's status, and the details that go with it.
Ending = tuple[str, dict[str, object]]


class Facts(Protocol):
    """What the session is told."""

    def said(self, response_id: str, clause: str, gap: str = " ") -> None: ...

    def called(self, response_id: str, name: str, arguments: str) -> None: ...

    def thought(self, response_id: str, status: str = "completed", **details: object) -> None: ...

    def spoken(self, response_id: str, index: int, pcm: bytes, last: bool = True) -> None: ...

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

    def _run(self, response_id: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guard(response_id, work))
        self._tasks.setdefault(response_id, set()).add(task)

    async def _guard(self, response_id: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except SpeechFailed as error:
            logger.warning("response %s: %s", response_id, error)
            self._facts.failed(response_id, UNSPOKEN)
            self._after()
        except Exception:
            logger.exception("response %s failed", response_id)
            self._facts.failed(response_id, BROKEN)
            self._after()

    async def _think(self, order: Think) -> None:
        try:
            status, details = await self._follow(order)
        except ThinkingFailed as error:
            logger.warning("response %s: %s", order.response_id, error)
            # Said, so that nobody waits in silence; `failed`, so that no client takes it for the answer.
            self._facts.said(order.response_id, error.apology)
            status, details = "failed", {"error": _error(UNTHOUGHT)}
        self._facts.thought(order.response_id, status, **details)
        self._after()

    async def _follow(self, order: Think) -> Ending:
        wording: Wording = Spoken() if order.spoken else Written()
        ending: Ending = ("completed", {})
        async with aclosing(self._faculties.think(_request(order))) as thoughts:
            async for thought in thoughts:
                self._tell(order.response_id, wording, thought)
                if isinstance(thought, Cut):
                    ending = ("incomplete", {"reason": thought.reason})
        self._say(order.response_id, wording, wording.flush())
        return ending

    def _tell(self, response_id: str, wording: Wording, thought: Thought) -> None:
        if isinstance(thought, Said):
            self._say(response_id, wording, wording.feed(thought.text))
        elif isinstance(thought, Called):
            self._say(response_id, wording, wording.flush())
            self._facts.called(response_id, thought.name, thought.arguments)
            self._after()

    def _say(self, response_id: str, wording: Wording, clauses: list[str]) -> None:
        for clause in clauses:
            self._facts.said(response_id, clause, wording.gap)
            self._after()

    async def _speak(self, response_id: str) -> None:
        clauses = self._clauses[response_id]
        while True:
            order = await clauses.get()
            saying = self._faculties.synthesis.say(order.text, order.voice, order.speed)
            async with aclosing(saying) as pieces:
                async for pcm in pieces:
                    self._facts.spoken(response_id, order.index, pcm, last=False)
                    self._after()
            self._facts.spoken(response_id, order.index, b"")
            self._after()


def _request(order: Think) -> Request:
    choice: Any = order.tool_choice
    options: dict[str, Any] = {}
    if isinstance(order.max_output_tokens, int):
        options["max_tokens"] = order.max_output_tokens
    if order.parallel_tool_calls is not None:
        options["parallel_tool_calls"] = order.parallel_tool_calls
    return Request(order.instructions, order.items, order.tools, choice, order.understood, options)


def _error(message: str) -> dict[str, object]:
    return {"type": "server_error", "code": "server_error", "message": message}

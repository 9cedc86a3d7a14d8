"""The mouth: a reply thought out, its clauses synthesised in order, dropped when over."""

import asyncio
from collections.abc import AsyncGenerator, Callable

from engine.core.orders import Hush, Speak, Think
from engine.dialogue import Call, Reply, Request
from engine.faculties import Faculties
from engine.speaking import Speaking
from engine.thinking.small import streamed
from tests.engine.fakes import FakeRecognisers, FakeSynthesis


class Told:
    def __init__(self) -> None:
        self.facts: list[tuple[object, ...]] = []
        self.changed = asyncio.Event()

    def said(self, response_id: str, clause: str, gap: str = " ") -> None:
        self.facts.append(("said", clause))

    def called(self, response_id: str, name: str, arguments: str) -> None:
        self.facts.append(("called", name, arguments))

    def thought(self, response_id: str, status: str = "completed", **details: object) -> None:
        self.facts.append(("thought", status, details))

    def spoken(self, response_id: str, index: int, pcm: bytes, last: bool = True) -> None:
        self.facts.append(("spoken", index, last))

    def failed(self, response_id: str, message: str) -> None:
        self.facts.append(("failed", message))

    async def until(self, fact: str, times: int = 1) -> None:
        async with asyncio.timeout(10):
            while [told[0] for told in self.facts].count(fact) < times:
                self.changed.clear()
                await self.changed.wait()


class Held(FakeSynthesis):
    """Says nothing until it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.may = asyncio.Event()

    async def say(self, clause: str, voice: str, speed: float = 1.0) -> AsyncGenerator[bytes, None]:
        self.asked.set()
        await self.may.wait()
        async for pcm in super().say(clause, voice, speed):
            yield pcm


def speaking(
    told: Told, think: Callable[[Request], Reply], synthesis: FakeSynthesis | None = None
) -> Speaking:
    faculties = Faculties(FakeRecognisers(), synthesis or FakeSynthesis(), streamed(think))
    return Speaking(faculties, told, told.changed.set)


def nothing(request: Request) -> Reply:
    return Reply()


async def test_a_reply_is_told_clause_by_clause_then_its_calls() -> None:
    told = Told()
    reply = Reply(["One.", "Two."], [Call("f", {"a": 1})])
    speaking(told, lambda request: reply).think(Think("r", "", []))
    await told.until("thought")
    assert told.facts == [
        ("said", "One."),
        ("said", "Two."),
        ("called", "f", '{"a": 1}'),
        ("thought", "completed", {}),
    ]


async def test_the_dialogue_is_told_what_the_order_says() -> None:
    told = Told()
    seen: list[Request] = []

    def think(request: Request) -> Reply:
        seen.append(request)
        return Reply()

    order = Think("r", "Be brief.", [{"type": "message"}], [{"name": "f"}], "none", False)
    speaking(told, think).think(order)
    await told.until("thought")
    assert seen == [Request("Be brief.", [{"type": "message"}], [{"name": "f"}], "none", False)]


async def test_clauses_are_spoken_in_their_order() -> None:
    told, synthesis = Told(), FakeSynthesis()
    mouth = speaking(told, nothing, synthesis)
    for index, clause in enumerate(["One.", "Two."]):
        mouth.speak(Speak("r", index, clause, "alloy", 1.0))
    await told.until("spoken", 4)
    assert told.facts == [("spoken", index, last) for index in (0, 1) for last in (False, True)]
    await mouth.end()


async def test_nothing_is_spoken_after_hush() -> None:
    told, synthesis = Told(), Held()
    mouth = speaking(told, nothing, synthesis)
    mouth.speak(Speak("r", 0, "One.", "alloy", 1.0))
    await synthesis.asked.wait()
    mouth.hush(Hush("r"))
    synthesis.may.set()
    await mouth.end()
    assert told.facts == []


async def test_a_broken_dialogue_is_a_failed_response() -> None:
    told = Told()

    def broken(request: Request) -> Reply:
        raise KeyError("bug")

    speaking(told, broken).think(Think("r", "", []))
    await told.until("failed")
    assert "bug" not in str(told.facts)

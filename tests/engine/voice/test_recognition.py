"""Recognition: the real recogniser, in real processes, hears real sound."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from engine.dialogue import Reply, Request, reply
from engine.voice.recognition import (
    WAITING_PER_WORKER,
    RecogniserPool,
    RecognitionUnavailable,
    Utterance,
)
from tests.engine.voice.sound import UTTERANCES, chunks, noise, silence, spoken

CLOCK = {
    "type": "function",
    "name": "clock",
    "description": "Tells the time.",
    "parameters": {
        "type": "object",
        "properties": {"place": {"type": "string", "description": "A city"}},
        "required": ["place"],
    },
}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def pool() -> AsyncIterator[RecogniserPool]:
    """One for all of these tests, as in the engine: nothing of a call may stay for the next."""
    made = RecogniserPool()
    await made.start()
    yield made
    await made.close()


def hear(pool: RecogniserPool, pcm: bytes) -> Utterance:
    utterance = pool.open()
    for chunk in chunks(pcm, 2_560):
        utterance.feed(chunk)
    return utterance


def said(words: str) -> bytes:
    return silence(300) + spoken(words) + silence(500)


async def answers(pool: RecogniserPool, *turns: str) -> list[Reply]:
    """What the dialogue makes of what the recogniser made of the wavs."""
    items, made = [], []
    for words in turns:
        heard = await hear(pool, said(words)).finish()
        content = [{"type": "input_audio", "transcript": heard.text}]
        items.append({"type": "message", "role": "user", "content": content})
        made.append(reply(Request("", items, [CLOCK], "auto", heard.understood)))
    return made


async def test_every_committed_utterance_is_understood(pool: RecogniserPool) -> None:
    for words in UTTERANCES:
        heard = await hear(pool, said(words)).finish()
        assert heard.text == words
        assert heard.understood


async def test_what_was_heard_calls_the_tool_that_fits(pool: RecogniserPool) -> None:
    (answer,) = await answers(pool, "what time is it in tokyo")
    assert [(call.name, call.arguments) for call in answer.calls] == [("clock", {"place": "Tokyo"})]


async def test_a_name_that_was_heard_is_remembered(pool: RecogniserPool) -> None:
    first, second = await answers(pool, "my name is alice", "what is my name")
    assert first.clauses[0] == "Nice to meet you, Alice."
    assert second.clauses == ["Your name is Alice."]


async def test_small_talk_that_was_heard_is_answered(pool: RecogniserPool) -> None:
    turns = ("hello how are you", "what can you do", "tell me a story", "stop")
    hello, can, story, stop = await answers(pool, *turns)
    assert hello.clauses[0].startswith("I am well")
    assert any("Tells the time" in c or "tells the time" in c for c in can.clauses)
    assert len(story.clauses) > 5
    assert stop.clauses == ["All right."]


@pytest.mark.parametrize("pcm", [b"", silence(1000), noise(1500)], ids=["empty", "silent", "noise"])
async def test_what_is_no_speech_is_not_understood(pool: RecogniserPool, pcm: bytes) -> None:
    assert not (await hear(pool, pcm).finish()).understood


async def test_two_at_once_each_get_their_own_words(pool: RecogniserPool) -> None:
    both = [hear(pool, said(words)) for words in ("stop", "what is my name")]
    texts = [heard.text for heard in await asyncio.gather(*(one.finish() for one in both))]
    assert texts == ["stop", "what is my name"]


async def test_an_abandoned_utterance_leaves_nothing_to_the_next(pool: RecogniserPool) -> None:
    left = hear(pool, said("tell me a story"))
    left.abandon()
    assert (await hear(pool, said("stop")).finish()).text == "stop"
    with pytest.raises(RecognitionUnavailable):
        await left.finish()


async def test_an_abandoned_finish_does_not_swallow_the_next_answer(pool: RecogniserPool) -> None:
    left = asyncio.create_task(hear(pool, said("tell me a story")).finish())
    await asyncio.sleep(0)
    left.cancel()
    assert (await hear(pool, said("stop")).finish()).text == "stop"


async def test_it_refuses_when_too_many_wait(pool: RecogniserPool) -> None:
    many = [pool.open() for _ in range(1 + WAITING_PER_WORKER)]
    with pytest.raises(RecognitionUnavailable):
        pool.open()
    for utterance in many:
        utterance.abandon()
    assert (await hear(pool, said("stop")).finish()).text == "stop"


async def test_a_killed_worker_fails_its_utterance_and_is_replaced(pool: RecogniserPool) -> None:
    utterance = hear(pool, said("tell me a story"))
    (pid,) = pool.pids
    os.kill(pid, 9)
    with pytest.raises(RecognitionUnavailable):
        await utterance.finish()
    assert (await hear(pool, said("stop")).finish()).text == "stop"
    assert pool.pids != [pid]


async def test_a_closed_pool_refuses_and_leaves_no_process() -> None:
    pool = RecogniserPool()
    await pool.start()
    (pid,) = pool.pids
    utterance = pool.open()
    await pool.close()
    with pytest.raises(RecognitionUnavailable):
        await utterance.finish()
    with pytest.raises(RecognitionUnavailable):
        pool.open()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

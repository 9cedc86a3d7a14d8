"""A session whose thinking, hearing and speaking is done by other servers, over a WebSocket."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from engine.settings import Settings
from engine.thinking.thought import ThinkingFailed
from engine.upstream.server import client
from tests.engine.client import Client, connected
from tests.engine.serving import asking, served
from tests.fakes.upstream import STOP, FakeUpstream, called, chunk

TOOLS: list[dict[str, Any]] = [
    {"type": "function", "name": name, "parameters": {}} for name in ("f", "g")
]
MANUAL = {"transcription": {"model": "any"}, "turn_detection": None}


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    async with FakeUpstream().running() as fake:
        yield fake


@pytest.fixture
async def talk(settings: Settings, upstream: FakeUpstream) -> AsyncIterator[Client]:
    async with client() as http:
        faculties = asking(http, upstream.base_url)
        async with served(settings, faculties) as address, connected(address) as talk:
            yield talk


async def test_the_first_clause_is_spoken_while_the_model_still_thinks(
    talk: Client, upstream: FakeUpstream
) -> None:
    more = asyncio.Event()
    upstream.thinking = ["Hello", " there. ", more, "And **good", "bye**.", *STOP]
    await talk.type_text("hi")
    await talk.until("response.output_audio.delta")
    more.set()
    done = await talk.until("response.output_audio_transcript.done")
    assert done["transcript"] == "Hello there. And goodbye."
    spoken = [asked["input"] for asked in upstream.asked if "input" in asked]
    assert spoken == ["Hello there.", "And goodbye."]
    await talk.until("response.done")
    talk.witness.settle()


async def test_sound_is_sent_while_the_clause_is_still_made(
    talk: Client, upstream: FakeUpstream
) -> None:
    more = asyncio.Event()
    upstream.sound = [bytes(9_600), more, bytes(9_600)]
    await talk.type_text("hi")
    await talk.until("response.output_audio.delta")
    more.set()
    await talk.until("response.done")
    assert sum(map(sound, talk.witness.of("response.output_audio.delta"))) == 19_200
    assert len(talk.witness.of("response.output_audio_transcript.delta")) == 1
    talk.witness.settle()


async def test_a_written_answer_keeps_its_markdown(talk: Client, upstream: FakeUpstream) -> None:
    upstream.thinking = ["# Hi\n", "\n* on", "e\n", *STOP]
    await update(talk, output_modalities=["text"])
    await talk.type_text("hi")
    assert (await talk.until("response.output_text.done"))["text"] == "# Hi\n\n* one\n"


async def test_parallel_calls_and_the_round_that_answers_them(
    talk: Client, upstream: FakeUpstream
) -> None:
    calls = [called(0, "f", "{}", "x"), called(1, "g", '{"a":1}', "y"), chunk({}, "tool_calls")]
    upstream.thinking = ["Wait.", *calls]
    await update(talk, tools=TOOLS)
    await talk.type_text("go")
    done = (await talk.until("response.done"))["response"]
    assert [item.get("name") for item in done["output"]] == [None, "f", "g"]
    upstream.thinking = ["Done.", *STOP]
    for item in done["output"][1:]:
        output = {"type": "function_call_output", "call_id": item["call_id"], "output": "ok"}
        await talk.send("conversation.item.create", item=output)
    await talk.send("response.create")
    await talk.until("response.done")
    roles = [message["role"] for message in thought(upstream)["messages"]]
    assert roles[1:] == ["user", "assistant", "assistant", "tool", "tool"]
    talk.witness.settle()


async def test_overrides_reach_the_model(talk: Client, upstream: FakeUpstream) -> None:
    message = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "x"}]}
    wanted = {
        "conversation": "none",
        "instructions": "Only this.",
        "input": [message],
        "max_output_tokens": 7,
        "output_modalities": ["text"],
        "tools": TOOLS[:1],
        "tool_choice": "required",
        "parallel_tool_calls": False,
    }
    await talk.send("response.create", response=wanted)
    await talk.until("response.done")
    asked = thought(upstream)
    assert [one["content"] for one in asked["messages"]] == ["Only this.", "x"]
    assert (asked["max_tokens"], asked["tool_choice"]) == (7, "required")
    assert asked["parallel_tool_calls"] is False


async def test_cancelling_closes_the_model_s_stream(talk: Client, upstream: FakeUpstream) -> None:
    upstream.thinking = ["Once upon a time. ", asyncio.Event()]
    await talk.type_text("tell me a story")
    await talk.until("response.output_audio.delta")
    await talk.send("response.cancel")
    assert (await talk.until("response.done"))["response"]["status"] == "cancelled"
    async with asyncio.timeout(10):
        await upstream.left.wait()


async def test_an_answer_that_was_cut_says_so(talk: Client, upstream: FakeUpstream) -> None:
    upstream.thinking = ["Hel", chunk({}, "length")]
    await talk.type_text("hi")
    response = (await talk.until("response.done"))["response"]
    assert response["status"] == "incomplete"
    assert response["status_details"]["reason"] == "max_output_tokens"


async def test_a_model_that_fails_is_apologised_for_and_the_session_goes_on(
    talk: Client, upstream: FakeUpstream
) -> None:
    upstream.refuses(500, "out of memory")
    await update(talk, output_modalities=["text"])
    await talk.type_text("hi")
    response = (await talk.until("response.done"))["response"]
    assert response["status"] == "failed"
    assert response["output"][0]["content"][0]["text"] == ThinkingFailed.apology
    assert "memory" not in str(response["status_details"])
    upstream.refusal = None
    await talk.send("response.create")
    assert (await talk.until("response.done"))["response"]["status"] == "completed"
    talk.witness.settle()


async def test_a_model_that_breaks_off_is_apologised_for_aloud(
    talk: Client, upstream: FakeUpstream
) -> None:
    upstream.thinking = ["It is ten. And", b"data: nonsense\n\n"]
    await talk.type_text("hi")
    done = await talk.until("response.output_audio_transcript.done")
    assert done["transcript"] == f"It is ten. {ThinkingFailed.apology}"
    assert (await talk.until("response.done"))["response"]["status"] == "failed"


async def test_a_voice_that_fails_is_a_failed_response(
    talk: Client, upstream: FakeUpstream
) -> None:
    upstream.sound = []
    await talk.type_text("hi")
    response = (await talk.until("response.done"))["response"]
    error = response["status_details"]["error"]
    assert (response["status"], error["message"]) == ("failed", "The answer could not be spoken.")
    talk.witness.settle()


async def test_speech_is_written_down_by_the_server(talk: Client, upstream: FakeUpstream) -> None:
    await speak(talk)
    completed = await talk.until("conversation.item.input_audio_transcription.completed")
    assert completed["transcript"] == "what can you do"
    await talk.send("response.create")
    await talk.until("response.done")
    assert thought(upstream)["messages"][-1]["content"] == "what can you do"


async def test_hearing_that_fails_is_told_and_answered_plainly(
    talk: Client, upstream: FakeUpstream
) -> None:
    upstream.refuses(503, "busy")
    await speak(talk)
    failed = await talk.until("conversation.item.input_audio_transcription.failed")
    assert failed["error"]["code"] == "recognition_unavailable"
    upstream.refusal = None
    await talk.send("response.create")
    done = await talk.until("response.output_audio_transcript.done")
    assert done["transcript"].startswith("I did not catch that.")
    await talk.until("response.done")
    talk.witness.settle()


async def update(talk: Client, **session: object) -> None:
    await talk.send("session.update", session={"type": "realtime", **session})
    await talk.until("session.updated")


async def speak(talk: Client) -> None:
    await update(talk, audio={"input": MANUAL})
    audio = base64.b64encode(b"\1\0" * 24_000).decode()
    await talk.send("input_audio_buffer.append", audio=audio)
    await talk.send("input_audio_buffer.commit")


def thought(upstream: FakeUpstream) -> dict[str, Any]:
    """What the model was last asked."""
    return next(asked for asked in reversed(upstream.asked) if "messages" in asked)


def sound(event: dict[str, str]) -> int:
    return len(base64.b64decode(event["delta"]))

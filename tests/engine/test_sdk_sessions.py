"""The stock `openai` Python SDK beside the plain turn: other sessions, answers and items."""

import base64
from collections.abc import AsyncIterator

import pytest
from openai.types.realtime import (
    RealtimeConversationItemAssistantMessageParam,
    RealtimeSessionCreateRequestParam,
    RealtimeTranscriptionSessionCreateRequestParam,
)

from tests.engine import speech
from tests.engine.peer import Peer
from tests.engine.running import KEY, EngineProcess
from tests.engine.talk import SILENCE, Talk, talking, user_says

COMPLETED = "conversation.item.input_audio_transcription.completed"
WORDS = "what can you do"
TEXT: RealtimeSessionCreateRequestParam = {"type": "realtime", "output_modalities": ["text"]}
MANUAL: RealtimeSessionCreateRequestParam = {
    "type": "realtime",
    "audio": {"input": {"turn_detection": None}},
}
PATIENT: RealtimeSessionCreateRequestParam = {
    **TEXT,
    "audio": {"input": {"turn_detection": {"type": "server_vad", "idle_timeout_ms": 5_000}}},
}
WRITING: RealtimeTranscriptionSessionCreateRequestParam = {
    "type": "transcription",
    "audio": {"input": {"transcription": {"model": "any"}}},
}

WRITING_BY_COMMIT: RealtimeTranscriptionSessionCreateRequestParam = {
    "type": "transcription",
    "audio": {"input": {"transcription": {"model": "any"}, "turn_detection": None}},
}


@pytest.fixture
async def peer(engine: EngineProcess) -> AsyncIterator[Peer]:
    made = Peer()
    await made.call(engine.address, KEY)
    await made.until("session.created")
    yield made
    await made.close()


async def test_a_session_that_only_writes_down(engine: EngineProcess) -> None:
    async with talking(engine.address, extra_query={"intent": "transcription"}) as talk:
        assert (await talk.until("session.created"))["session"]["type"] == "transcription"
        await talk.connection.session.update(session=WRITING)
        await talk.append(speech.pcm_24k(WORDS) + SILENCE)
        assert (await talk.until(COMPLETED))["transcript"] == WORDS
        await talk.connection.response.create(event_id="no answers")
        assert (await talk.until("error"))["error"]["event_id"] == "no answers"
    kinds = talk.witness.types()
    assert not [kind for kind in kinds if kind.startswith(("response.", "rate_limits"))]
    talk.witness.settle()


async def test_a_session_that_writes_down_what_the_client_commits(engine: EngineProcess) -> None:
    async with talking(engine.address, extra_query={"intent": "transcription"}) as talk:
        await talk.connection.session.update(session=WRITING_BY_COMMIT)
        await talk.append(speech.pcm_24k(WORDS) + SILENCE)
        await talk.connection.input_audio_buffer.commit()
        item_id = (await talk.until("input_audio_buffer.committed"))["item_id"]
        written = await talk.until(COMPLETED)
        assert (written["item_id"], written["transcript"]) == (item_id, WORDS)
        assert written["usage"]["type"] == "duration"
    assert "input_audio_buffer.speech_started" not in talk.witness.types()
    talk.witness.settle()


async def test_an_out_of_band_response(talk: Talk) -> None:
    await talk.connection.response.create(
        response={
            "conversation": "none",
            "metadata": {"topic": "greeting"},
            "output_modalities": ["text"],
            "input": [user_says("Hello, my name is Ada.")],
        }
    )
    assert "Ada" in (await talk.until("response.output_text.done"))["text"]
    response = (await talk.until("response.done"))["response"]
    assert response["metadata"] == {"topic": "greeting"}
    assert not [kind for kind in talk.witness.types() if kind.startswith("conversation.")]
    talk.witness.settle()


async def test_silence_after_an_answer_is_a_turn(talk: Talk) -> None:
    await talk.connection.session.update(session=PATIENT)
    await talk.type_text("Hello.")
    await talk.until("response.done")
    item_id = (await talk.until("input_audio_buffer.timeout_triggered"))["item_id"]
    assert (await talk.until("input_audio_buffer.committed"))["item_id"] == item_id
    assert (await talk.until("response.done"))["response"]["status"] == "completed"
    talk.witness.settle()


async def test_a_history_is_known_to_the_next_turn(talk: Talk) -> None:
    items = talk.connection.conversation.item
    reply = RealtimeConversationItemAssistantMessageParam(
        type="message", role="assistant", content=[{"type": "output_text", "text": "Hello."}]
    )
    await talk.connection.session.update(session=TEXT)
    await items.create(item=reply)
    await items.create(item=user_says("My name is Alice."), previous_item_id="root")
    await talk.until("conversation.item.done")
    assert (await talk.until("conversation.item.added"))["previous_item_id"] is None
    await talk.type_text("What is my name?")
    assert "Alice" in (await talk.until("response.output_text.done"))["text"]
    await talk.until("response.done")
    talk.witness.settle()


async def test_an_item_is_retrieved_and_deleted(talk: Talk) -> None:
    items, said = talk.connection.conversation.item, speech.pcm_24k(WORDS)
    await talk.connection.session.update(session=MANUAL)
    await talk.append(said)
    await talk.connection.input_audio_buffer.commit()
    item_id = (await talk.until("input_audio_buffer.committed"))["item_id"]
    await items.retrieve(item_id=item_id)
    item = (await talk.until("conversation.item.retrieved"))["item"]
    assert base64.b64decode(item["content"][0]["audio"]) == said
    await items.delete(item_id=item_id)
    assert (await talk.until("conversation.item.deleted"))["item_id"] == item_id
    await items.retrieve(item_id=item_id, event_id="gone")
    error = (await talk.until("error"))["error"]
    assert (error["event_id"], error["code"]) == ("gone", "item_retrieve_invalid_item_id")
    talk.witness.settle()


async def test_a_sideband_of_a_call(engine: EngineProcess, peer: Peer) -> None:
    call_id = peer.location.rpartition("/")[2]
    async with talking(engine.address, call_id=call_id) as side:
        # It is silent on connect: the call itself was told of the session.
        side.witness.see(peer.witness.last("session.created"))
        await side.connection.session.update(session=TEXT)
        await side.until("session.updated")
        assert side.witness.types() == ["session.created", "session.updated"]
        await side.type_text("Hello, my name is Ada.")
        assert "Ada" in (await side.until("response.output_text.done"))["text"]
        await side.until("response.done")
    side.witness.settle()
    await peer.until("response.done")
    peer.witness.settle()

"""The stock `openai` Python SDK interrupting, cancelling, taking turns by hand, and in error."""

from openai.types.realtime import RealtimeSessionCreateRequestParam

from tests.engine import speech
from tests.engine.talk import SILENCE, Talk

COMPLETED = "conversation.item.input_audio_transcription.completed"
WORDS = "what can you do"
MANUAL: RealtimeSessionCreateRequestParam = {
    "type": "realtime",
    "audio": {"input": {"turn_detection": None, "transcription": {"model": "any"}}},
}
# How an answer that is cut off is closed.
CLOSE_OUT = [
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.done",
]


async def long_answer(talk: Talk) -> str:
    """The item of a long answer that is being sent."""
    await talk.type_text("Count to 200.")
    return str((await talk.until("response.output_audio.delta"))["item_id"])


async def truncate(talk: Talk, item_id: str) -> None:
    """What the client owes after it stopped its player; the words are gone with the sound."""
    items = talk.connection.conversation.item
    await items.truncate(item_id=item_id, content_index=0, audio_end_ms=20)
    assert (await talk.until("conversation.item.truncated"))["audio_end_ms"] == 20
    await items.retrieve(item_id=item_id)
    item = (await talk.until("conversation.item.retrieved"))["item"]
    assert item["status"] == "incomplete"
    assert not item["content"][0].get("transcript")


def cut_off(talk: Talk) -> str:
    """Why the answer was; it was closed in the documented order."""
    kinds = talk.witness.types()
    end = kinds.index("response.done") + 1
    assert kinds[end - len(CLOSE_OUT) : end] == CLOSE_OUT
    response = talk.witness.of("response.done")[0]["response"]
    assert response["status"] == "cancelled"
    return str(response["status_details"]["reason"])


async def test_speech_interrupts_an_answer(talk: Talk) -> None:
    item_id = await long_answer(talk)
    await talk.append(speech.pcm_24k(WORDS) + SILENCE)
    await talk.until("input_audio_buffer.speech_started")
    await truncate(talk, item_id)
    assert cut_off(talk) == "turn_detected"
    while talk.witness.last("response.done")["response"]["status"] != "completed":
        await talk.until("response.done")
    talk.witness.settle()


async def test_the_client_cancels_an_answer(talk: Talk) -> None:
    item_id = await long_answer(talk)
    await talk.connection.response.cancel()
    await talk.until("response.done")
    assert cut_off(talk) == "client_cancelled"
    await truncate(talk, item_id)
    talk.witness.settle()


async def test_a_manual_turn(talk: Talk) -> None:
    await talk.connection.session.update(session=MANUAL)
    await talk.append(speech.pcm_24k(WORDS))
    await talk.connection.input_audio_buffer.commit()
    await talk.connection.response.create()
    await talk.until("response.done")
    assert WORDS in talk.witness.last(COMPLETED)["transcript"]
    assert "input_audio_buffer.speech_started" not in talk.witness.types()
    talk.witness.settle()


async def test_a_cleared_buffer_has_nothing_to_commit(talk: Talk) -> None:
    await talk.connection.session.update(session=MANUAL)
    await talk.append(speech.pcm_24k(WORDS))
    await talk.connection.input_audio_buffer.clear()
    await talk.until("input_audio_buffer.cleared")
    await talk.connection.input_audio_buffer.commit()
    error = (await talk.until("error"))["error"]
    assert error["code"] == "input_audio_buffer_commit_empty"
    talk.witness.settle()


async def test_an_error_names_its_cause_and_the_session_stays_open(talk: Talk) -> None:
    await talk.connection.send_raw('{"type": "no.such.event", "event_id": "mine"}')
    error = (await talk.until("error"))["error"]
    assert (error["event_id"], error["code"], error["param"]) == ("mine", "invalid_value", "type")
    await talk.connection.response.cancel(event_id="too late")
    error = (await talk.until("error"))["error"]
    assert (error["event_id"], error["code"]) == ("too late", "response_cancel_not_active")
    await talk.type_text("Hello.")
    assert (await talk.until("response.done"))["response"]["status"] == "completed"
    talk.witness.settle()


async def test_a_second_answer_at_once_is_refused(talk: Talk) -> None:
    await long_answer(talk)
    await talk.connection.response.create(event_id="second")
    error = (await talk.until("error"))["error"]
    assert error["event_id"] == "second"
    assert error["code"] == "conversation_already_has_active_response"
    assert talk.witness.last("response.created")["response"]["id"] in error["message"]

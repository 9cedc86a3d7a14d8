"""The stock `openai` Python SDK against the whole engine, with its own voice and dialogue."""

from openai.types.realtime import (
    RealtimeConversationItemFunctionCallOutputParam,
    RealtimeSessionCreateRequestParam,
)

from tests.engine import speech
from tests.engine.talk import SILENCE, Talk

WITH_CLOCK: RealtimeSessionCreateRequestParam = {
    "type": "realtime",
    "tools": [
        {
            "type": "function",
            "name": "get_current_time",
            "description": "The current time in a city or IANA time zone.",
            "parameters": {
                "type": "object",
                "properties": {"place": {"type": "string", "description": "A city or zone."}},
                "required": ["place"],
            },
        }
    ],
}


async def test_a_typed_turn(talk: Talk) -> None:
    await talk.type_text("Hello, my name is Ada.")
    done = await talk.until("response.output_audio_transcript.done")
    await talk.until("response.done")
    assert "Ada" in done["transcript"]
    talk.witness.settle()


async def test_a_spoken_turn(talk: Talk) -> None:
    await talk.connection.session.update(
        session={"type": "realtime", "audio": {"input": {"transcription": {"model": "any"}}}}
    )
    await talk.append(speech.pcm_24k("what can you do") + SILENCE)
    completed = await talk.until("conversation.item.input_audio_transcription.completed")
    await talk.until("response.done")
    assert "what can you do" in completed["transcript"]
    assert talk.witness.of("response.output_audio.delta")
    talk.witness.settle()


async def test_a_tool_turn(talk: Talk) -> None:
    await talk.connection.session.update(session=WITH_CLOCK)
    await talk.type_text("What time is it in Tokyo?")
    call = await talk.until("response.function_call_arguments.done")
    await talk.until("response.done")
    assert call["name"] == "get_current_time"
    output = RealtimeConversationItemFunctionCallOutputParam(
        type="function_call_output", call_id=call["call_id"], output="23:59"
    )
    await talk.connection.conversation.item.create(item=output)
    await talk.connection.response.create()
    done = await talk.until("response.output_audio_transcript.done")
    assert "23:59" in done["transcript"] or "11:59" in done["transcript"]

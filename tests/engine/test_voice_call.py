"""A spoken call over WebRTC with the engine's own ears, voice and dialogue."""

from collections.abc import AsyncIterator

import pytest

from tests.engine import speech
from tests.engine.peer import Peer, in_call
from tests.engine.running import EngineProcess

TRANSCRIPT = "conversation.item.input_audio_transcription.completed"
SESSION = {
    "type": "realtime",
    "model": "gpt-realtime-2.1",
    "audio": {
        "input": {
            "transcription": {"model": "gpt-realtime-whisper"},
            "turn_detection": {"type": "server_vad", "silence_duration_ms": 500},
        }
    },
}


@pytest.fixture
async def peer(engine: EngineProcess) -> AsyncIterator[Peer]:
    async with in_call(engine.address, SESSION) as made:
        yield made


async def test_speech_is_understood_and_answered_aloud(peer: Peer) -> None:
    peer.microphone.say(speech.pcm_48k("what can you do"))
    assert "what can you do" in (await peer.until(TRANSCRIPT))["transcript"]
    await peer.heard(peer.audible)
    await peer.until("output_audio_buffer.stopped")
    assert peer.loudest > 1_000
    peer.witness.settle()


async def test_speech_interrupts_the_answer(peer: Peer) -> None:
    peer.microphone.say(speech.pcm_48k("what can you do"))
    await peer.heard(peer.audible)
    peer.microphone.say(speech.pcm_48k("what can you do"))
    await peer.until("output_audio_buffer.cleared")
    await peer.until("conversation.item.truncated")
    await peer.heard(peer.silent)
    await peer.until("output_audio_buffer.started")
    await peer.until("output_audio_buffer.stopped")
    peer.witness.settle()


async def test_two_turns_are_one_conversation(peer: Peer) -> None:
    peer.microphone.say(speech.pcm_48k("my name is alice"))
    await peer.until("output_audio_buffer.stopped")
    peer.microphone.say(speech.pcm_48k("what is my name"))
    done = await peer.until("response.output_audio_transcript.done")
    while "lice" not in done["transcript"]:
        done = await peer.until("response.output_audio_transcript.done")
    assert "Alice" in done["transcript"]

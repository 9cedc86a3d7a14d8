"""Sessions that only write down, over both carriers, and what a full pool does to them."""

from collections.abc import AsyncIterator

import pytest

from tests.engine import fakes, speech
from tests.engine.client import Client, connected
from tests.engine.peer import Peer, in_call
from tests.engine.running import Address, EngineProcess
from tests.engine.transports.test_websocket import append

WORDS = "what time is it in tokyo"
TRANSCRIPTION = "conversation.item.input_audio_transcription"
SILENCE = bytes(48_000)
SESSION = {"type": "transcription", "audio": {"input": {"transcription": {"model": "any"}}}}
# Whose turn no pause ends, so that a slow machine has time for the words before its end.
PATIENT = {"type": "server_vad", "silence_duration_ms": 30_000}
LISTENING = {"transcription": {"model": "any"}, "turn_detection": PATIENT}
SLOW_SPEAKER = {"type": "transcription", "audio": {"input": LISTENING}}


@pytest.fixture
async def peer(engine: EngineProcess) -> AsyncIterator[Peer]:
    async with in_call(engine.address, SESSION) as made:
        yield made


async def speak(client: Client) -> None:
    await client.send("session.update", session=SESSION)
    await append(client, SILENCE + speech.pcm_24k(WORDS) + SILENCE)


async def test_words_are_written_down_over_a_websocket(engine: EngineProcess) -> None:
    async with connected(engine.address, "?intent=transcription") as client:
        await speak(client)
        completed = await client.until(f"{TRANSCRIPTION}.completed")
        assert completed["transcript"] == WORDS
        await client.send("response.create")
        await client.until("error")
    assert "response.created" not in client.witness.types()
    client.witness.settle()


async def test_words_are_written_down_over_webrtc_while_they_are_spoken(
    engine: EngineProcess,
) -> None:
    async with in_call(engine.address, SLOW_SPEAKER) as peer:
        peer.microphone.say(speech.pcm_48k(WORDS))
        await peer.until(f"{TRANSCRIPTION}.delta")
        assert "input_audio_buffer.speech_stopped" not in peer.witness.types()


async def test_words_are_written_down_over_webrtc_and_nothing_is_answered(peer: Peer) -> None:
    peer.microphone.say(speech.pcm_48k(WORDS))
    completed = await peer.until(f"{TRANSCRIPTION}.completed")
    assert completed["transcript"] == WORDS
    types = peer.witness.types()
    assert not [kind for kind in types if kind.startswith(("response.", "rate_limits"))]
    peer.witness.settle()


class TestFullPool:
    @pytest.fixture
    def recognisers(self) -> fakes.FakeRecognisers:
        return fakes.FakeRecognisers(full=True)

    async def test_a_turn_that_nobody_can_take_fails_honestly(self, server: Address) -> None:
        async with connected(server, "?intent=transcription") as client:
            await speak(client)
            failed = await client.until(f"{TRANSCRIPTION}.failed")
        assert failed["error"]["code"] == "recognition_unavailable"
        assert "too many people" in failed["error"]["message"]
        client.witness.settle()

    async def test_a_conversation_goes_on_after_it(self, server: Address) -> None:
        transcription = {"input": {"transcription": {"model": "any"}}}
        async with connected(server) as client:
            await client.send(
                "session.update", session={"type": "realtime", "audio": transcription}
            )
            await append(client, SILENCE + speech.pcm_24k("stop") + SILENCE)
            await client.until(f"{TRANSCRIPTION}.failed")
            assert (await client.until("response.done"))["response"]["status"] == "completed"
        client.witness.settle()

"""The relay's Opus leg: packets outside, PCM16 for the provider, positions in its milliseconds."""

import base64
from collections.abc import AsyncIterator

import pytest
from pytest_django import Settings

from chat.models import RealtimeSession
from chat.realtime.audio_relay_opus import Opus
from chat.realtime.audio_relay_wire import FRAME_BYTES
from tests.chat.consumers.test_voice import delta
from tests.chat.relayed import Caller, path_of
from tests.engine.speech import pcm_24k
from tests.fakes.provider import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)
SPEECH = pcm_24k("tell me a story")[: 25 * FRAME_BYTES + 480]  # a second, and a bit of a packet


@pytest.fixture
async def caller(
    call: RealtimeSession, provider: FakeProvider, settings: Settings
) -> AsyncIterator[Caller]:
    settings.AUDIO_RELAY_OPUS = True
    made = await Caller.of(call, "&codec=opus")
    yield made
    await made.closes()


async def codec_of(call: RealtimeSession, query: str) -> str:
    caller = await Caller.at(path_of(call.conversation_id, call.pk) + query, call.user)
    assert await caller.opens()
    ready = await caller.hears("parley.ready")
    await caller.closes()
    return str(ready["codec"])


async def test_the_provider_hears_pcm(caller: Caller, provider: FakeProvider) -> None:
    await caller.speaks(Opus().encode(SPEECH[:FRAME_BYTES]))
    sent = await provider.line.hears("input_audio_buffer.append")
    assert len(base64.b64decode(sent["audio"])) == pytest.approx(FRAME_BYTES, abs=100)


async def test_an_answer_comes_in_whole_packets_however_it_is_cut(
    caller: Caller, provider: FakeProvider
) -> None:
    pieces = [SPEECH[at : at + 3_001] for at in range(0, len(SPEECH), 3_001)]
    provider.line.happens(*map(delta, pieces))
    provider.line.happens({"type": "response.output_audio.done", "item_id": "a"})
    await caller.hears("parley.audio_done")
    assert len(caller.frames) == 26
    assert sum(map(len, caller.frames)) < len(SPEECH) / 10
    back = Opus()
    assert sum(len(back.decode(one)) for one in caller.frames) > len(SPEECH)


async def test_a_truncation_is_cut_to_the_sound_that_was_sent(
    caller: Caller, provider: FakeProvider
) -> None:
    provider.line.happens(delta(SPEECH), {"type": "response.output_audio.done", "item_id": "a"})
    await caller.hears("parley.audio_done")
    await caller.says("conversation.item.truncate", item_id="a", audio_end_ms=60_000)
    cut = await provider.line.hears("conversation.item.truncate")
    assert cut["audio_end_ms"] == len(SPEECH) // 48


@pytest.mark.parametrize("frame", [b"\xff" * 10, bytes(1_276)])
async def test_what_is_no_packet_closes_it(caller: Caller, frame: bytes) -> None:
    await caller.speaks(frame)
    assert await caller.closing_code() == 1008


async def test_where_it_is_off_the_wish_is_not_granted(
    call: RealtimeSession, provider: FakeProvider
) -> None:
    assert await codec_of(call, "&codec=opus") == "pcm16"


async def test_where_it_is_on_it_is_for_those_who_ask(
    call: RealtimeSession, provider: FakeProvider, settings: Settings
) -> None:
    settings.AUDIO_RELAY_OPUS = True
    assert await codec_of(call, "") == "pcm16"

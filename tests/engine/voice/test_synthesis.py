"""Synthesis: ten voices, with flite and without it."""

import asyncio
from array import array
from collections.abc import AsyncIterator

import pytest

from engine.voice.espeak import Espeak
from engine.voice.synthesis import VOICES, Synthesiser, espeak_speaker

CLAUSE = "It is five past two in Tokyo."
HZ = 24_000


@pytest.fixture(params=["the best there is", "espeak-ng alone"])
async def synthesiser(request: pytest.FixtureRequest) -> AsyncIterator[Synthesiser]:
    alone = request.param == "espeak-ng alone"
    made = Synthesiser(espeak_speaker(Espeak())) if alone else Synthesiser()
    yield made
    made.close()


def loudest(pcm: bytes) -> int:
    return max(abs(sample) for sample in array("h", pcm))


async def test_the_ten_voices_sound_different(synthesiser: Synthesiser) -> None:
    spoken = [await synthesiser.say(CLAUSE, voice) for voice in VOICES]
    assert len(VOICES) == 10
    assert len(set(spoken)) == 10
    assert all(len(pcm) > HZ and loudest(pcm) > 3_000 for pcm in spoken)


async def test_it_begins_to_speak_at_once(synthesiser: Synthesiser) -> None:
    for voice in VOICES:
        assert loudest((await synthesiser.say(CLAUSE, voice))[: HZ // 10]) > 300


async def test_a_slower_speed_takes_longer(synthesiser: Synthesiser) -> None:
    slow, fast = [len(await synthesiser.say(CLAUSE, "alloy", speed)) for speed in (0.5, 1.5)]
    assert slow > 1.5 * fast


async def test_clauses_asked_for_together_are_not_mixed(synthesiser: Synthesiser) -> None:
    alone = await synthesiser.say(CLAUSE, "cedar")
    voices = ("marin", "cedar", "verse", "cedar")
    together = await asyncio.gather(*(synthesiser.say(CLAUSE, voice) for voice in voices))
    lengths = [len(pcm) for pcm in together]
    assert lengths[1] == pytest.approx(len(alone), rel=0.05)
    assert lengths[3] == pytest.approx(len(alone), rel=0.05)


@pytest.mark.parametrize(
    "clause", ["", "   ", "?!", "\0", "\u3053\u3093\u306b\u3061\u306f \U0001f600"]
)
async def test_what_cannot_be_spoken_does_no_harm(synthesiser: Synthesiser, clause: str) -> None:
    assert len(await synthesiser.say(clause, "alloy")) % 2 == 0
    assert await synthesiser.say(CLAUSE, "alloy")


async def test_an_unknown_voice_is_refused(synthesiser: Synthesiser) -> None:
    with pytest.raises(ValueError, match="nobody"):
        await synthesiser.say(CLAUSE, "nobody")

"""The ears: turns found in audio, and their words asked for."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from engine.core import settings
from engine.core.orders import Detection, DetectTurns, OpenUtterance, Transcribe
from engine.hearing import Hearing
from tests.engine import speech
from tests.engine.fakes import FakeRecognisers

DETECTION = DetectTurns(Detection(threshold=0.5, silence_ms=300, prefix_ms=300))
SILENCE = bytes(48_000)


class Told:
    """Every fact, with an event for each kind."""

    def __init__(self) -> None:
        self.facts: list[tuple[str, object]] = []
        self.happened: dict[str, asyncio.Event] = {}

    def speech_started(self, at_ms: int) -> None:
        self._tell("started", at_ms)

    def speech_stopped(self, at_ms: int) -> None:
        self._tell("stopped", at_ms)

    def heard_so_far(self, item_id: str, text: str) -> None:
        self._tell("so far", (item_id, text))

    def transcript(self, item_id: str, text: str, understood: bool) -> None:
        self._tell("transcript", (item_id, text, understood))

    def transcription_failed(self, item_id: str, code: str, message: str) -> None:
        self._tell("failed", (item_id, code))

    async def until(self, kind: str) -> object:
        await asyncio.wait_for(self.happened.setdefault(kind, asyncio.Event()).wait(), 10)
        return dict(self.facts)[kind]

    def _tell(self, kind: str, value: object) -> None:
        self.facts.append((kind, value))
        self.happened.setdefault(kind, asyncio.Event()).set()


@pytest.fixture
def recognisers() -> FakeRecognisers:
    return FakeRecognisers()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def hearing(recognisers: FakeRecognisers, told: Told) -> AsyncIterator[Hearing]:
    made = Hearing(recognisers, told, after=lambda: None)
    yield made
    await made.end()


async def test_it_finds_a_turn_in_speech(hearing: Hearing, told: Told) -> None:
    hearing.detect(DETECTION)
    hearing.listen(SILENCE + speech.pcm_24k("what can you do") + SILENCE)
    started, stopped = await told.until("started"), await told.until("stopped")
    assert isinstance(started, int)
    assert isinstance(stopped, int)
    assert 500 < started < stopped


@pytest.mark.parametrize(("eagerness", "turns"), [("high", 2), ("low", 1)])
async def test_less_eagerness_waits_through_a_longer_pause(
    recognisers: FakeRecognisers, told: Told, eagerness: str, turns: int
) -> None:
    detection = {"type": "semantic_vad", "eagerness": eagerness}
    config = settings.create(
        {"type": "realtime", "audio": {"input": {"turn_detection": detection}}}
    )
    hearing = Hearing(recognisers, told, after=lambda: None)
    hearing.detect(DetectTurns(settings.detection(config)))
    stop = speech.pcm_24k("stop")
    hearing.listen(SILENCE + stop + SILENCE[:24_000] + stop + SILENCE * 2)
    await hearing.heard_all()
    assert [kind for kind, _ in told.facts].count("stopped") == turns
    await hearing.end()


async def test_it_finds_nothing_when_detection_is_off(hearing: Hearing, told: Told) -> None:
    hearing.detect(DetectTurns(None))
    hearing.listen(speech.pcm_24k("what can you do"))
    await hearing.heard_all()
    assert told.facts == []


async def test_times_go_on_from_where_detection_was_switched_on(
    hearing: Hearing, told: Told
) -> None:
    hearing.listen(SILENCE * 5)
    await hearing.heard_all()
    hearing.detect(DETECTION)
    hearing.listen(SILENCE + speech.pcm_24k("what can you do"))
    started = await told.until("started")
    assert isinstance(started, int)
    assert started > 5_000


async def test_an_utterance_is_given_what_was_heard_before_it_was_noticed(
    hearing: Hearing, recognisers: FakeRecognisers
) -> None:
    hearing.listen(SILENCE * 2)
    await hearing.heard_all()
    hearing.open_utterance(OpenUtterance("item", 1_500, ("teal",)))
    assert recognisers.hints == ("teal",)
    assert 450 * 32 < recognisers.fed <= 500 * 32


async def test_words_that_are_certain_are_told_while_it_is_spoken(
    hearing: Hearing, told: Told, recognisers: FakeRecognisers
) -> None:
    recognisers.certain = "hello"
    hearing.open_utterance(OpenUtterance("item", 0))
    hearing.listen(SILENCE)
    assert await told.until("so far") == ("item", "hello")


async def test_a_whole_utterance_gets_its_words(hearing: Hearing, told: Told) -> None:
    hearing.transcribe(Transcribe("item", SILENCE))
    assert await told.until("transcript") == ("item", "hello there", True)


async def test_a_full_pool_is_an_honest_failure(
    hearing: Hearing, told: Told, recognisers: FakeRecognisers
) -> None:
    recognisers.full = True
    hearing.transcribe(Transcribe("item", SILENCE))
    assert await told.until("failed") == ("item", "recognition_unavailable")


async def test_what_is_open_at_the_end_is_abandoned(
    recognisers: FakeRecognisers, told: Told
) -> None:
    hearing = Hearing(recognisers, told, after=lambda: None)
    hearing.open_utterance(OpenUtterance("item", 0))
    await hearing.end()
    assert recognisers.abandoned == 1

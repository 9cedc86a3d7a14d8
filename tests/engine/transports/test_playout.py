"""The track to the browser: paced, clearable, counted."""

import array

import pytest
from aiortc.mediastreams import MediaStreamError

from engine.transports.playout import FRAME_SAMPLES, Playout
from tests.engine.fakes import TONE

FRAME_MS = 20
MS = 48


class Counter:
    def __init__(self) -> None:
        self.bytes = 0

    def __call__(self, size: int) -> None:
        self.bytes += size


async def frames(playout: Playout, count: int) -> list[bytes]:
    return [bytes((await playout.recv()).planes[0]) for _ in range(count)]


def silent(pcm: bytes) -> bool:
    return not any(array.array("h", pcm))


async def test_there_is_silence_when_nothing_is_to_be_said() -> None:
    counter = Counter()
    assert silent((await frames(Playout(counter), 1))[0])
    assert counter.bytes == 0


async def test_it_counts_exactly_what_it_was_given() -> None:
    counter = Counter()
    playout = Playout(counter)
    playout.play(TONE[: 50 * MS])
    sent = await frames(playout, 4)
    assert counter.bytes == 50 * MS
    assert [silent(pcm) for pcm in sent] == [False, False, False, True]


async def test_the_stamps_go_on_without_a_gap() -> None:
    playout = Playout(Counter())
    stamps = [(await playout.recv()).pts for _ in range(3)]
    playout.play(TONE[: 20 * MS])
    playout.clear()
    stamps.append((await playout.recv()).pts)
    assert stamps == [FRAME_SAMPLES * number for number in range(4)]


async def test_clearing_makes_the_next_frame_silent() -> None:
    counter = Counter()
    playout = Playout(counter)
    playout.play(TONE)
    await frames(playout, 1)
    playout.clear()
    assert silent((await frames(playout, 1))[0])
    assert counter.bytes == FRAME_MS * MS


async def test_the_sound_is_that_of_the_pcm() -> None:
    playout = Playout(Counter())
    playout.play(TONE)
    loudest = max(array.array("h", b"".join(await frames(playout, 3))))
    assert 7_000 < loudest < 9_000


async def test_a_stopped_track_gives_nothing() -> None:
    playout = Playout(Counter())
    playout.stop()
    with pytest.raises(MediaStreamError):
        await playout.recv()


async def test_sound_in_pieces_is_the_sound_as_a_whole() -> None:
    whole, pieces = Playout(Counter()), Playout(Counter())
    whole.play(TONE[: 100 * MS])
    for start in range(0, 100 * MS, 10 * MS):
        pieces.play(TONE[start : start + 10 * MS])
    assert await frames(pieces, 5) == await frames(whole, 5)

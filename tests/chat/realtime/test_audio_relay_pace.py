"""How far an answer's sound runs ahead of what was played, and what is dropped."""

import json
from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.realtime import audio_relay_pace as pace
from chat.realtime.audio_relay_pace import Playout
from chat.realtime.audio_relay_wire import Sound

SECOND = 48_000


def piece(pcm: bytes, item: str = "a", response: str = "r") -> Sound:
    return Sound(item, pcm, response)


def sound(size: int, first: int = 0) -> bytes:
    return bytes(islice(cycle(range(251)), first, first + size))


def drained(playout: Playout) -> tuple[bytes, list[str]]:
    """All that may go now: the sound, and the items that were announced."""
    heard, items = b"", []
    while (frame := playout.due()) is not None:
        if isinstance(frame, bytes):
            assert len(frame) <= 1_920
            heard += frame
        else:
            items.append(json.loads(frame)["item_id"])
    return heard, items


def test_two_seconds_are_sent_ahead_and_no_more() -> None:
    playout = Playout()
    playout.add(piece(sound(5 * SECOND)))
    assert drained(playout) == (sound(2 * SECOND), ["a"])
    playout.played("a", 400)
    assert drained(playout)[0] == sound(SECOND * 2 // 5, 2 * SECOND)
    assert playout.waiting_bytes == SECOND * 13 // 5


def test_a_position_that_goes_back_or_beyond_what_was_sent_gives_no_more() -> None:
    playout = Playout()
    playout.add(piece(sound(9 * SECOND)))
    drained(playout)
    playout.played("a", 1_000_000)
    assert len(drained(playout)[0]) == 2 * SECOND
    playout.played("a", 10)
    playout.played("nobody's", 5_000)
    assert drained(playout) == (b"", [])


def test_each_item_is_announced_before_its_sound_and_the_next_settles_the_one_before() -> None:
    playout = Playout()
    playout.add(piece(sound(SECOND), "a"))
    playout.add(piece(sound(2 * SECOND), "b"))
    assert drained(playout)[1] == ["a", "b"]
    playout.played("b", 0)
    assert len(drained(playout)[0]) == SECOND


def test_what_is_forgotten_goes_no_more_and_counts_no_more() -> None:
    playout = Playout()
    playout.add(piece(sound(4 * SECOND), "a"))
    drained(playout)
    playout.forget("a")
    playout.add(piece(sound(SECOND), "a"))
    playout.add(piece(sound(SECOND), "b"))
    assert drained(playout) == (sound(SECOND), ["b"])
    assert playout.waiting_bytes == 0
    assert playout.sent_ms("a") == 2_000


def test_of_a_cancelled_answer_nothing_more_is_sent_and_what_was_sent_is_still_unplayed() -> None:
    playout = Playout()
    playout.add(piece(sound(4 * SECOND), "a", "cancelled"))
    playout.add(piece(sound(SECOND), "b", "next"))
    drained(playout)
    playout.cancelled("cancelled")
    assert drained(playout) == (b"", [])
    playout.played("a", 2_000)
    assert drained(playout) == (sound(SECOND), ["b"])


def test_all_is_forgotten_at_once_and_a_later_item_is_heard() -> None:
    playout = Playout()
    for name in "ab":
        playout.add(piece(sound(3 * SECOND), name))
    drained(playout)
    playout.forget_all()
    playout.add(piece(sound(SECOND), "b"))
    playout.add(piece(sound(SECOND), "c"))
    assert drained(playout) == (sound(SECOND), ["c"])


def test_it_is_full_at_four_mib() -> None:
    playout = Playout()
    while not playout.is_full:
        playout.add(piece(sound(SECOND)))
    assert playout.waiting_bytes < pace.MOST_WAITING_BYTES + SECOND
    playout.forget_all()
    assert not playout.is_full


def test_of_endless_items_only_the_last_are_kept() -> None:
    playout = Playout()
    for number in range(1_000):
        playout.add(piece(sound(1_920), f"item {number}"))
    assert playout.sent_ms("item 0") is None
    assert playout.waiting_bytes == pace.ITEMS_KEPT * 1_920


@given(st.lists(st.integers(0, 5_000), max_size=40), st.integers(1, 3_000))
def test_no_byte_is_lost_or_out_of_order_however_it_comes_and_is_played(
    sizes: list[int], step_ms: int
) -> None:
    playout, given_, heard = Playout(), b"", b""
    for size in sizes:
        pcm = sound(size, len(given_))
        given_ += pcm
        playout.add(piece(pcm))
        heard += drained(playout)[0]
        assert len(heard) <= 2 * SECOND + playout_ms(playout) * 48
        playout.played("a", min(len(heard) // 48, step_ms))
    while more := drained(playout)[0]:
        heard += more
        playout.played("a", len(heard) // 48)
    assert heard == given_[: len(given_) // 2 * 2]


def playout_ms(playout: Playout) -> int:
    return playout.sent_ms("a") or 0


@pytest.mark.parametrize("sizes", [(1, 1), (3, 5, 2), (1_921, 1_919)])
def test_a_sample_is_never_torn(sizes: tuple[int, ...]) -> None:
    playout = Playout()
    for size in sizes:
        playout.add(piece(sound(size)))
        assert playout.waiting_bytes % 2 == 0
    assert len(drained(playout)[0]) == sum(sizes)


def test_frames_are_whole_packets_but_for_an_items_last() -> None:
    playout = Playout(1_920)
    for at in range(0, 5_001, 667):
        playout.add(piece(sound(5_001, 0)[at : at + 667]))
    whole = [frame for frame in iter(playout.due, None) if isinstance(frame, bytes)]
    assert [len(frame) for frame in whole] == [1_920, 1_920]
    playout.whole("a")
    last, done = playout.due(), playout.due()
    assert isinstance(last, bytes)
    assert b"".join([*whole, last]) == sound(5_000)
    assert "parley.audio_done" in str(done)

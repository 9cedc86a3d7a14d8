"""A real protocol of ours and a stock client: all that is said arrives once and in order, by either way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from config.sound_lane import KEY, LONG
from config.web import MOST_WAITING, OPTIONS
from tests.fakes.sound_scene import Fed, connected, cut, fed, say

MAX = OPTIONS["ws_max_size"]
Ends = Callable[[Fed], Awaitable[None]]
SIZES = [0, 125, 126, 65_535, 65_536]


@pytest.fixture
async def scene() -> AsyncIterator[Fed]:
    async with fed() as scene:
        yield scene


kinds = st.sampled_from(["sound", "text", "ping", "parts"])
sizes = st.one_of(st.integers(0, 300), st.sampled_from(SIZES), st.integers(0, 70_000))


@settings(deadline=None)
@given(
    st.lists(st.tuples(kinds, sizes), max_size=12),
    st.lists(st.integers(0, 1 << 20), max_size=30),
    st.lists(st.booleans(), min_size=1),
    st.lists(st.booleans(), min_size=1),
)
async def test_what_is_sent_arrives_once_and_in_order_however_it_is_cut(
    frames: list[tuple[str, int]], places: list[int], hears: list[bool], takes: list[bool]
) -> None:
    async with fed() as scene:
        sent = [message for frame in frames for message in say(scene.client, *frame)]
        for n, chunk in enumerate(cut(b"".join(scene.client.data_to_send()), places)):
            scene.hears = hears[n % len(hears)]
            scene.feed(chunk)
            if takes[n % len(takes)]:
                await scene.take()
        await scene.take()
        assert scene.said == sent


@settings(deadline=None, max_examples=20)
@given(st.lists(sizes, min_size=1, max_size=8), st.lists(st.integers(0, 1 << 20), max_size=30))
async def test_all_sound_goes_by_the_lane_while_nothing_waits(
    frames: list[int], places: list[int]
) -> None:
    async with fed() as scene:
        sent = [message for size in frames for message in say(scene.client, "sound", size)]
        scene.feed(*cut(b"".join(scene.client.data_to_send()), places))
        assert (scene.said, scene.by_lane) == (sent, len(frames))


async def test_a_byte_at_a_time_is_as_good(scene: Fed) -> None:
    sent = [message for size in (0, 125, 126, 300) for message in say(scene.client, "sound", size)]
    stream = b"".join(scene.client.data_to_send())
    scene.feed(*cut(stream, range(len(stream))))
    assert scene.said == sent


async def test_behind_a_text_that_waits_sound_waits_too(scene: Fed) -> None:
    scene.hears = False
    sent = say(scene.client, "text", 10)
    scene.feed_all()
    scene.hears = True
    sent += say(scene.client, "sound", 10)
    scene.feed_all()
    assert scene.said == []
    await scene.take()
    sent += say(scene.client, "sound", 20)
    scene.feed_all()
    assert (scene.said, scene.by_lane) == (sent, 1)


async def test_a_ping_is_answered_between_sounds(scene: Fed) -> None:
    for kind in ("sound", "ping", "sound"):
        say(scene.client, kind, 5)
    scene.feed_all()
    assert [(frame.opcode, frame.data) for frame in scene.read()] == [
        (Opcode.PONG, bytes(range(5)))
    ]
    assert scene.by_lane == 2


def closing_code(scene: Fed) -> int | None:
    scene.read()
    return scene.client.close_rcvd.code if scene.client.close_rcvd else None


async def test_a_frame_without_a_mask_closes_with_1002(scene: Fed) -> None:
    scene.feed(Frame(Opcode.BINARY, b"sound").serialize(mask=False))
    assert (closing_code(scene), scene.said) == (1002, [])
    assert not scene.lane.is_free


@pytest.mark.parametrize("chunk", [1_000, 65_536, MAX, 4 * MAX])
@pytest.mark.parametrize("size", [MAX + 1, 2 * MAX - 1_000, 3 * MAX])
async def test_a_frame_that_is_too_large_closes_with_1009_and_is_not_kept(
    scene: Fed, size: int, chunk: int
) -> None:
    stream = Frame(Opcode.BINARY, bytes(size)).serialize(mask=True)
    for at in range(0, len(stream), chunk):
        scene.feed(stream[at : at + chunk])
        assert len(scene.lane._rest) <= LONG + KEY + MAX
    assert (scene.said, closing_code(scene)) == ([], 1009)


async def test_parts_that_are_too_large_together_close_with_1009(scene: Fed) -> None:
    scene.feed(Frame(Opcode.BINARY, bytes(MAX), fin=False).serialize(mask=True))
    scene.feed(Frame(Opcode.CONT, b"x").serialize(mask=True))
    assert (scene.said, closing_code(scene)) == ([], 1009)


async def test_a_whole_frame_amid_parts_closes_with_1002(scene: Fed) -> None:
    scene.feed(Frame(Opcode.BINARY, b"so", fin=False).serialize(mask=True))
    scene.feed(Frame(Opcode.BINARY, b"sound").serialize(mask=True))
    assert (scene.said, closing_code(scene)) == ([], 1002)


async def test_the_largest_that_may_be_is_heard(scene: Fed) -> None:
    sent = say(scene.client, "sound", MAX)
    scene.feed_all()
    assert scene.said == sent


@pytest.mark.parametrize("size", SIZES)
async def test_a_stock_client_reads_what_is_said(scene: Fed, size: int) -> None:
    scene.lane.say(bytes(size))
    scene.lane.say("x" * (size - 2) + "é" if size else "")
    sound, text = scene.read()
    assert (sound.opcode, sound.data) == (Opcode.BINARY, bytes(size))
    assert (text.opcode, len(text.data)) == (Opcode.TEXT, size)
    assert bytes(text.data).decode().endswith("é" if size else "")


async def test_it_is_free_until_writing_pauses_or_it_is_closed(scene: Fed) -> None:
    assert scene.lane.is_free
    scene.lane.pause_writing()
    assert not scene.lane.is_free
    scene.lane.resume_writing()
    assert scene.lane.is_free
    await scene.close()
    assert not scene.lane.is_free


async def test_it_is_not_free_when_the_client_has_closed(scene: Fed) -> None:
    scene.client.send_close(1000)
    scene.feed_all()
    assert not scene.lane.is_free


async def test_sound_behind_the_goodbye_is_not_heard(scene: Fed) -> None:
    goodbye = Frame(Opcode.CLOSE, b"\x03\xe8").serialize(mask=True)
    scene.feed(goodbye + Frame(Opcode.BINARY, b"sound").serialize(mask=True))
    assert (closing_code(scene), scene.said) == (1000, [])


async def stopped(scene: Fed) -> None:
    scene.lane.shutdown()


@pytest.mark.parametrize("ends", [Fed.close, stopped])
async def test_behind_our_goodbye_sound_is_not_heard(scene: Fed, ends: Ends) -> None:
    sent = say(scene.client, "sound", 10)
    scene.feed_all()
    await ends(scene)
    assert not scene.lane.is_free
    say(scene.client, "sound", 20)
    scene.feed_all()
    assert scene.said == sent


async def test_what_is_held_is_not_read_until_it_goes_on(scene: Fed) -> None:
    scene.lane.hold()
    assert not scene.wire.is_reading()
    scene.lane.go_on()
    assert scene.wire.is_reading()


async def filled(scene: Fed) -> None:
    scene.hears = False
    for size in range(MOST_WAITING + 1):
        say(scene.client, "sound", size)
    scene.feed_all()
    assert not scene.wire.is_reading()


async def test_whoever_receives_does_not_end_a_hold(scene: Fed) -> None:
    await filled(scene)
    scene.lane.hold()
    await scene.take()
    assert not scene.wire.is_reading()
    scene.lane.go_on()
    assert scene.wire.is_reading()


async def test_going_on_does_not_read_past_a_full_queue(scene: Fed) -> None:
    await filled(scene)
    scene.lane.hold()
    scene.lane.go_on()
    assert not scene.wire.is_reading()
    await scene.take()
    assert scene.wire.is_reading()


async def test_a_held_socket_that_is_closed_reads_the_answer(scene: Fed) -> None:
    scene.lane.hold()
    await scene.close()
    assert scene.wire.is_reading()


async def test_what_nobody_opened_is_as_before() -> None:
    async with fed(opens=False) as scene:
        sent = [message for size in SIZES for message in say(scene.client, "sound", size)]
        sent += say(scene.client, "parts", 1_000) + say(scene.client, "text", 1_000)
        scene.feed(*cut(b"".join(scene.client.data_to_send()), range(0, 200_000, 777)))
        await scene.take()
        assert (scene.said, scene.by_lane) == (sent, 0)
        scene.feed(Frame(Opcode.BINARY, bytes(MAX + 1)).serialize(mask=True)[:20])
        assert closing_code(scene) == 1009


async def test_what_was_held_back_on_a_real_socket_is_heard_afterwards() -> None:
    async with connected() as (scene, _, writer):
        scene.lane.hold()
        sent = say(scene.client, "sound", 70_000)
        writer.writelines(scene.client.data_to_send())
        assert not scene.lane.transport.is_reading()
        scene.lane.go_on()
        await scene.heard.wait()
        assert scene.said == sent


async def test_it_is_free_again_when_a_slow_client_has_read() -> None:
    async with connected() as (scene, reader, _):
        count = 0
        while scene.lane.is_free:
            scene.lane.say(bytes(65_536))
            count += 1
        await reader.readexactly(count * (65_536 + LONG))
        await scene.lane.writable.wait()
        assert scene.lane.is_free

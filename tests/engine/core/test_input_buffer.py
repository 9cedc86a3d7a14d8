"""The user's audio between the microphone and an item."""

import pytest

from engine.core.errors import ProtocolError
from engine.core.input_buffer import KEPT_BETWEEN_TURNS_MS, InputBuffer
from engine.core.outbox import Outbox, Send
from engine.core.pcm import byte_offset, milliseconds


def numbered(ms: int) -> bytes:
    """Audio whose every millisecond can be told from the others."""
    return b"".join(number.to_bytes(2, "little") * 24 for number in range(ms))


def first_ms(pcm: bytes) -> int:
    return int.from_bytes(pcm[:2], "little")


@pytest.fixture
def buffer() -> InputBuffer:
    return InputBuffer(Outbox())


def test_a_turn_is_cut_where_it_began_and_ended(buffer: InputBuffer) -> None:
    buffer.append(numbered(1_000), finds_turns=True)
    buffer.speech_started(200)
    pcm = buffer.speech_stopped(700)
    assert pcm is not None
    assert (first_ms(pcm), milliseconds(pcm)) == (200, 500)


def test_the_next_turn_does_not_hold_the_last_one(buffer: InputBuffer) -> None:
    buffer.append(numbered(1_000), finds_turns=True)
    buffer.speech_started(200)
    buffer.speech_stopped(700)
    buffer.speech_started(650)
    pcm = buffer.speech_stopped(1_000)
    assert pcm is not None
    assert first_ms(pcm) == 700


def test_the_item_is_announced_before_it_exists(buffer: InputBuffer) -> None:
    buffer.append(numbered(500), finds_turns=True)
    announced = buffer.speech_started(0)
    assert announced == buffer.turn_item_id
    assert buffer.commit()[0] == announced


def test_a_second_start_or_stop_changes_nothing(buffer: InputBuffer) -> None:
    buffer.append(numbered(500), finds_turns=True)
    assert buffer.speech_stopped(100) is None
    buffer.speech_started(100)
    assert buffer.speech_started(200) is None


def test_silence_between_turns_does_not_pile_up(buffer: InputBuffer) -> None:
    for _ in range(20):
        buffer.append(bytes(byte_offset(1_000)), finds_turns=True)
    buffer.speech_started(0)
    pcm = buffer.speech_stopped(20_000)
    assert pcm is not None
    assert milliseconds(pcm) == KEPT_BETWEEN_TURNS_MS


def test_manual_audio_is_kept_until_it_is_committed(buffer: InputBuffer) -> None:
    for _ in range(20):
        buffer.append(bytes(byte_offset(1_000)), finds_turns=False)
    assert milliseconds(buffer.commit()[1]) == 20_000
    with pytest.raises(ProtocolError):
        buffer.commit()


@pytest.mark.parametrize("ms", [0, 99])
def test_a_commit_of_next_to_nothing_is_refused(buffer: InputBuffer, ms: int) -> None:
    buffer.append(bytes(byte_offset(ms)), finds_turns=False)
    with pytest.raises(ProtocolError) as refused:
        buffer.commit()
    assert refused.value.code == "input_audio_buffer_commit_empty"


def test_clearing_forgets_the_audio_and_the_turn(buffer: InputBuffer) -> None:
    buffer.append(numbered(500), finds_turns=True)
    buffer.speech_started(0)
    buffer.clear()
    assert not buffer.speaking
    assert buffer.speech_stopped(400) is None


def test_the_events_tell_the_times_of_the_session() -> None:
    outbox = Outbox()
    buffer = InputBuffer(outbox)
    buffer.append(numbered(500), finds_turns=True)
    buffer.speech_started(100)
    buffer.speech_stopped(400)
    sent = [one.event for one in outbox.drain() if isinstance(one, Send)]
    assert sent[0]["audio_start_ms"] == 100
    assert sent[1]["audio_end_ms"] == 400
    assert sent[0]["item_id"] == sent[1]["item_id"]

"""Frames: what is packed is read back, what is cut off is the end."""

from io import BytesIO

from engine.voice import frames
from engine.voice.frames import Heard


def test_frames_are_read_back_in_order() -> None:
    pipe = BytesIO(frames.pack(frames.OPEN, 7) + frames.pack(frames.AUDIO, 7, b"abc"))
    assert frames.read(pipe) == (frames.OPEN, 7, b"")
    assert frames.read(pipe) == (frames.AUDIO, 7, b"abc")
    assert frames.read(pipe) is None


def test_a_frame_that_is_cut_off_is_the_end() -> None:
    assert frames.read(BytesIO(frames.pack(frames.AUDIO, 7, b"abc")[:-1])) is None


def test_an_answer_is_read_back() -> None:
    heard = Heard(3, "what's that", 0.5)
    assert frames.load(frames.dump(heard)) == heard

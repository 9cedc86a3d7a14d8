"""Opens an uploaded recording, whatever its container, and cuts it where it is quiet."""

import array
import io
from collections.abc import Iterator

import av
from av.audio.resampler import AudioResampler

from engine.core import errors

SAMPLE_HZ = 16_000
LONGEST_S = 600
# An utterance longer than a minute is not recognised to its end.
LONGEST_PIECE_S, SHORTEST_PIECE_S = 30, 20
WINDOW_SAMPLES = SAMPLE_HZ // 10


def decoded(recording: bytes) -> bytes:
    """16 kHz mono PCM16, or a ProtocolError."""
    pcm = bytearray()
    try:
        for piece in _frames(recording):
            pcm += piece
            if len(pcm) > LONGEST_S * SAMPLE_HZ * 2:
                raise errors.invalid("file", f"It is longer than {LONGEST_S // 60} minutes.")
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise errors.invalid("file", "It is not a recording that can be opened.") from error
    if not pcm:
        raise errors.invalid("file", "It holds no sound.")
    return bytes(pcm)


def pieces(pcm: bytes) -> Iterator[bytes]:
    """Short enough to recognise, none cut in the middle of a loud sound."""
    while len(pcm) > LONGEST_PIECE_S * SAMPLE_HZ * 2:
        cut = _quietest(pcm)
        yield pcm[:cut]
        pcm = pcm[cut:]
    yield pcm


def _frames(recording: bytes) -> Iterator[bytes]:
    to_16k = AudioResampler(format="s16", layout="mono", rate=SAMPLE_HZ)
    with av.open(io.BytesIO(recording), mode="r") as container:
        for frame in container.decode(audio=0):
            yield from (bytes(m.planes[0])[: m.samples * 2] for m in to_16k.resample(frame))
        yield from (bytes(m.planes[0])[: m.samples * 2] for m in to_16k.resample(None))


def _quietest(pcm: bytes) -> int:
    """Where to cut, in bytes: the middle of the window with the least sound in it."""
    start, end = SHORTEST_PIECE_S * SAMPLE_HZ, LONGEST_PIECE_S * SAMPLE_HZ
    samples = array.array("h", pcm[start * 2 : end * 2])
    windows = range(0, len(samples) - WINDOW_SAMPLES + 1, WINDOW_SAMPLES)
    quietest = min(windows, key=lambda at: sum(map(abs, samples[at : at + WINDOW_SAMPLES])))
    return (start + quietest + WINDOW_SAMPLES // 2) * 2

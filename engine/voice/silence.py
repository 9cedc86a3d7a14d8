"""Takes the silence off the ends of a synthesised clause."""

from array import array

LOUD = 300  # of 32767: below the softest consonant of either voice, above their noise
STEP_MS = 5
KEPT_BEFORE_MS = 5
KEPT_AFTER_MS = 60


def trim(pcm: bytes, sample_hz: int) -> bytes:
    """The clause with a few milliseconds of silence before it and a short rest after it."""
    samples = array("h", pcm)
    step = sample_hz * STEP_MS // 1000
    first = _first_loud(samples, range(0, len(samples), step), step)
    last = _first_loud(samples, range(len(samples) // step * step, -1, -step), step)
    if first is None or last is None:
        return b""
    start = max(0, first - sample_hz * KEPT_BEFORE_MS // 1000)
    end = last + step + sample_hz * KEPT_AFTER_MS // 1000
    return samples[start:end].tobytes()


def _first_loud(samples: "array[int]", starts: range, length: int) -> int | None:
    for start in starts:
        part = samples[start : start + length]
        if part and max(max(part), -min(part)) >= LOUD:
            return start
    return None

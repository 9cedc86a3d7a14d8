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
    loud = [i for i in range(0, len(samples), step) if _peak(samples, i, step) >= LOUD]
    if not loud:
        return b""
    start = max(0, loud[0] - sample_hz * KEPT_BEFORE_MS // 1000)
    end = loud[-1] + step + sample_hz * KEPT_AFTER_MS // 1000
    return samples[start:end].tobytes()


def _peak(samples: "array[int]", start: int, length: int) -> int:
    return max(abs(sample) for sample in samples[start : start + length])

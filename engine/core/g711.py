"""G.711 (8 kHz, one byte a sample) to and from the engine's own 24 kHz PCM16 (ITU-T G.711)."""

import array
from bisect import bisect_left
from collections.abc import Callable, Sequence

from engine.core.audio_config import AudioFormat, Pcma, Pcmu

RATIO = 3


def to_pcm(audio: bytes, form: AudioFormat) -> bytes:
    """What a client sent in this format, as PCM."""
    levels = _LEVELS.get(type(form))
    return audio if levels is None else _spread(array.array("h", [levels[code] for code in audio]))


def from_pcm(pcm: bytes, form: AudioFormat) -> bytes:
    codes = _CODES.get(type(form))
    return pcm if codes is None else bytes(codes[sample >> 2] for sample in _thin(pcm))


def _spread(samples: Sequence[int]) -> bytes:
    """Three samples for one, on straight lines between them."""
    spread = array.array("h", bytes(len(samples) * RATIO * 2))
    last = samples[0] if samples else 0
    for place, sample in enumerate(samples):
        step = (sample - last) // RATIO
        start = place * RATIO
        spread[start], spread[start + 1], spread[start + 2] = last + step, last + 2 * step, sample
        last = sample
    return spread.tobytes()


def _thin(pcm: bytes) -> list[int]:
    """One sample for three: their mean, which also takes off what 8 kHz cannot hold."""
    samples = array.array("h", pcm[: len(pcm) // (RATIO * 2) * RATIO * 2])
    return [sum(samples[at : at + RATIO]) // RATIO for at in range(0, len(samples), RATIO)]


def _mu_law(code: int) -> int:
    code = ~code & 0xFF
    level = (((code & 0x0F) << 3) + 132 << ((code & 0x70) >> 4)) - 132
    return -level if code & 0x80 else level


def _a_law(code: int) -> int:
    code ^= 0x55
    level, segment = ((code & 0x0F) << 4) + 8, (code & 0x70) >> 4
    level = level if segment == 0 else (level + 0x100) << (segment - 1)
    return level if code & 0x80 else -level


def _nearest(expand: Callable[[int], int]) -> "_Codes":
    return _Codes(sorted((expand(code), code) for code in range(256)))


class _Codes:
    """The code whose level is nearest, for a sample divided by four: 16,384 steps are enough."""

    def __init__(self, levels: list[tuple[int, int]]) -> None:
        self._table = bytes(self._choose(levels, step * 4) for step in range(-8192, 8192))

    def __getitem__(self, step: int) -> int:
        return self._table[step + 8192]

    @staticmethod
    def _choose(levels: list[tuple[int, int]], sample: int) -> int:
        above = bisect_left(levels, (sample, 0))
        near = levels[max(above - 1, 0) : above + 1]
        return min(near, key=lambda level: abs(level[0] - sample))[1]


_LEVELS: dict[type, list[int]] = {
    Pcmu: [_mu_law(code) for code in range(256)],
    Pcma: [_a_law(code) for code in range(256)],
}
_CODES: dict[type, _Codes] = {Pcmu: _nearest(_mu_law), Pcma: _nearest(_a_law)}

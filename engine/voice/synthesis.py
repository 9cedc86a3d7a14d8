"""Speaks a clause in one of ten voices: flite's where the system has them, else espeak-ng's."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from engine.voice.espeak import Espeak
from engine.voice.flite import Flite
from engine.voice.resample import resample
from engine.voice.silence import trim

SAMPLE_HZ = 24_000
SLOWEST, FASTEST = 0.25, 1.5


@dataclass(frozen=True)
class Timbre:
    """How one of the ten sounds: a flite base moved in pitch, and an espeak-ng variant."""

    base: str
    shift: float
    variant: str
    pitch: int
    words_per_minute: int = 150


TIMBRES = {
    "alloy": Timbre("slt", 0.92, "en-us+f4", 40),
    "ash": Timbre("rms", 0.93, "en-us+m1", 30),
    "ballad": Timbre("rms", 1.08, "en-gb-x-rp+m3", 50),
    "coral": Timbre("slt", 1.06, "en-us+f2", 55),
    "echo": Timbre("awb", 1.0, "en-us+m2", 45),
    "sage": Timbre("slt", 0.96, "en-gb-x-rp+f3", 45),
    "shimmer": Timbre("slt", 1.12, "en-us+f5", 60),
    "verse": Timbre("awb", 1.1, "en-us+m7", 50),
    "marin": Timbre("slt", 1.0, "en-us+f2", 45),
    "cedar": Timbre("rms", 1.0, "en-us+m3", 40),
}
VOICES = tuple(TIMBRES)

Speaker = Callable[[str, Timbre, float], tuple[bytes, int]]


class Synthesiser:
    """Speaks one clause at a time, in a thread: both libraries let go of Python's lock."""

    def __init__(self, speak: Speaker | None = None) -> None:
        self._speak = speak or _best_speaker()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="synthesis")

    async def say(self, clause: str, voice: str, speed: float = 1.0) -> bytes:
        """24 kHz PCM of the clause; ValueError for a voice that is not one of `VOICES`."""
        if voice not in TIMBRES:
            raise ValueError(f"no voice is called {voice}")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._render, clause, voice, speed)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _render(self, clause: str, voice: str, speed: float) -> bytes:
        pace = min(max(speed, SLOWEST), FASTEST)
        pcm, sample_hz = self._speak(clause, TIMBRES[voice], pace)
        return trim(resample(pcm, sample_hz, SAMPLE_HZ), SAMPLE_HZ)


def espeak_speaker(espeak: Espeak) -> Speaker:
    def speak(clause: str, timbre: Timbre, pace: float) -> tuple[bytes, int]:
        rate = round(timbre.words_per_minute * pace)
        return espeak.say(clause, timbre.variant, timbre.pitch, rate), espeak.sample_hz

    return speak


def _best_speaker() -> Speaker:
    try:
        return _flite_speaker(Flite())
    except OSError:
        return espeak_speaker(Espeak())


def _flite_speaker(flite: Flite) -> Speaker:
    def speak(clause: str, timbre: Timbre, pace: float) -> tuple[bytes, int]:
        # Playing it faster raises the pitch; speaking it slower first keeps the pace.
        pcm, sample_hz = flite.say(clause, timbre.base, timbre.shift / pace)
        return pcm, round(sample_hz * timbre.shift)

    return speak

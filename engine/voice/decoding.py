"""Turns 16 kHz PCM into words with pocketsphinx; runs inside a worker process."""

from dataclasses import dataclass

from pocketsphinx import Config, Decoder

from engine.voice.language_model import DOMAIN
from engine.voice.voicing import Voicing

SURE_SCORE = 0.55


@dataclass(frozen=True)
class Hypothesis:
    """What a model heard; the score, 0 to 1, can be compared between models."""

    text: str = ""
    score: float = 0.0


class Model:
    """A decoder with one language model, and whether it is in the middle of an utterance."""

    def __init__(self, language_model: str | None = None) -> None:
        chosen = {"lm": language_model} if language_model else {}
        self._decoder = Decoder(Config(loglevel="FATAL", **chosen))
        self._open = False

    def open(self) -> None:
        self.close()
        self._decoder.start_utt()
        self._open = True

    def feed(self, pcm_16k: bytes) -> None:
        if self._open and pcm_16k:
            self._decoder.process_raw(pcm_16k, False, False)

    def close(self) -> Hypothesis:
        if not self._open:
            return Hypothesis()
        self._open = False
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return Hypothesis(found.hypstr, found.score) if found else Hypothesis()


class Decoding:
    """One utterance at a time, in two models: general English, and what assistants are told.

    Neither alone is enough; the better score is nearly always right.
    """

    def __init__(self) -> None:
        self._domain = Model(str(DOMAIN))
        self._general = Model()
        self._voicing = Voicing()

    def open(self) -> None:
        self._voicing.restart()
        self._domain.open()
        self._general.open()

    def feed(self, pcm_16k: bytes) -> None:
        self._voicing.feed(pcm_16k)
        self._domain.feed(pcm_16k)
        self._general.feed(pcm_16k)

    def finish(self) -> Hypothesis:
        """The general model's late passes cost most of the wait: not when the domain is sure."""
        if not self._voicing.is_speech:
            return Hypothesis()  # loud noise makes confident words of either model
        domain = self._domain.close()
        if domain.score >= SURE_SCORE:
            return domain
        return max(domain, self._general.close(), key=lambda heard: heard.score)

    def close(self) -> None:
        """Ends what is still open; call it after `finish`, when the answer is on its way."""
        self._domain.close()
        self._general.close()

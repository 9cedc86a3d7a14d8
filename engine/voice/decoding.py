"""Turns 16 kHz PCM into words with pocketsphinx; runs inside a worker process."""

from dataclasses import dataclass

from pocketsphinx import Config, Decoder

from engine.voice.certain_words import common
from engine.voice.language_model import DOMAIN
from engine.voice.voicing import Voicing

SURE_SCORE = 0.55
# A pause this long is probably the end of the turn: the words are settled while the rest of the
# silence is waited for, and thrown away when speech goes on.
PAUSE_MS = 250
# Going on after a pause decodes again from the start; nobody is to wait for much of that.
LONGEST_SETTLED_BYTES = 6 * 32_000
MOST_TIMES_SETTLED = 3
UPDATE_BYTES = 6_400  # 200 ms


@dataclass(frozen=True)
class Hypothesis:
    """What a model heard; the score, 0 to 1, can be compared between models."""

    text: str = ""
    score: float = 0.0


class Model:
    """A decoder with one language model, and how much of an utterance it has heard."""

    def __init__(self, language_model: str | None = None) -> None:
        chosen = {"lm": language_model} if language_model else {}
        self._decoder = Decoder(Config(loglevel="FATAL", **chosen))
        self._open = False
        self._heard_bytes = 0

    def hear(self, said: bytearray) -> None:
        """The utterance so far: what is new of it is decoded, or all when it was closed."""
        if not self._open:
            self._decoder.start_utt()
            self._open, self._heard_bytes = True, 0
        if len(said) > self._heard_bytes:
            self._decoder.process_raw(bytes(said[self._heard_bytes :]), False, False)
            self._heard_bytes = len(said)

    def so_far(self) -> Hypothesis:
        found = self._decoder.hyp() if self._open else None
        return Hypothesis(found.hypstr, found.score) if found else Hypothesis()

    def close(self) -> Hypothesis:
        if not self._open:
            return Hypothesis()
        self._decoder.end_utt()
        heard = self.so_far()
        self._open = False
        return heard


class Decoding:
    """One utterance at a time, in two models: general English, and what assistants are told.

    Neither alone is enough; the better score is nearly always right.
    """

    def __init__(self) -> None:
        self._domain = Model(str(DOMAIN))
        self._general = Model()
        self._voicing = Voicing()
        self._said = bytearray()
        self._settled: Hypothesis | None = None
        self._times_settled = 0
        self._told_bytes = 0

    def open(self) -> None:
        self.close()
        self._told_bytes = 0
        self._voicing.restart()
        self._said.clear()
        self._settled, self._times_settled = None, 0

    def feed(self, pcm_16k: bytes) -> None:
        self._voicing.feed(pcm_16k)
        self._said += pcm_16k
        if self._settled and self._voicing.quiet_ms:
            return
        self._settled = None
        self._domain.hear(self._said)
        self._general.hear(self._said)
        if self._pauses:
            self._times_settled += 1
            self._settled = self._best()

    def so_far(self) -> str:
        """The beginning that both models agree on, now and then while the words come."""
        new_bytes = len(self._said) - self._told_bytes
        if new_bytes < UPDATE_BYTES or self._settled or not self._voicing.is_speech:
            return ""
        self._told_bytes = len(self._said)
        heard = (model.so_far().text.split() for model in (self._domain, self._general))
        return " ".join(common(*heard))

    def finish(self) -> Hypothesis:
        if not self._voicing.is_speech:
            return Hypothesis()  # loud noise makes confident words of either model
        return self._settled or self._best()

    def close(self) -> None:
        """Ends what is still open; call it after `finish`, when the answer is on its way."""
        self._domain.close()
        self._general.close()

    @property
    def _pauses(self) -> bool:
        return (
            self._voicing.is_speech
            and self._voicing.quiet_ms >= PAUSE_MS
            and self._times_settled < MOST_TIMES_SETTLED
            and len(self._said) <= LONGEST_SETTLED_BYTES
        )

    def _best(self) -> Hypothesis:
        """The general model's late passes cost most of the wait: not when the domain is sure."""
        domain = self._domain.close()
        if domain.score >= SURE_SCORE:
            return domain
        return max(domain, self._general.close(), key=lambda heard: heard.score)

"""What becomes of a recogniser's answer."""

import pytest

from engine.voice.frames import Heard
from engine.voice.utterance import LOWEST_SCORE, Utterance


class Nobody:
    def release(self, utterance: Utterance) -> None: ...

    def lose(self, utterance: Utterance) -> None: ...


@pytest.mark.parametrize(("score", "understood"), [(LOWEST_SCORE - 0.01, False), (0.9, True)])
async def test_words_of_a_low_score_are_not_understood(score: float, understood: bool) -> None:
    utterance = Utterance(Nobody(), 1, ())
    utterance.answered(Heard(1, "mumble", score))
    heard = await utterance.finish()
    assert (heard.text, heard.understood) == ("mumble", understood)


async def test_it_answers_with_what_it_was_certain_of() -> None:
    utterance = Utterance(Nobody(), 1, ())
    for _ in range(4):
        utterance.answered(Heard(1, "what time is", 0.0, final=False))
    assert utterance.certain == "what time"
    utterance.answered(Heard(1, "what dime is it", 0.9))
    assert (await utterance.finish()).text == "what time is it"

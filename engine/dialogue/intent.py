"""What a person wants done: one of the session's tools, its arguments, and what is still unsaid."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.dialogue import arguments, facts, phrases, pleasantries
from engine.dialogue.arguments import Filling
from engine.dialogue.exchange import Call
from engine.dialogue.history import History
from engine.dialogue.schema import Property
from engine.dialogue.sentence import Sentence
from engine.dialogue.toolbox import Candidate, Toolbox

CONTINUES = re.compile(r"^(?:and|or|also|what about|how about|and what about|then)\b(?! you\b)")
AGAIN = re.compile(r"^(?:do (?:it|that) |once |one more time|try |and )?(?:again|once more|more)$")


@dataclass(frozen=True)
class Intent:
    """A tool that was chosen, filled as far as the words went."""

    candidate: Candidate
    filling: Filling

    @property
    def calls(self) -> list[Call]:
        """One call, and one more for each further place that was named in the same breath."""
        given = self.filling.arguments
        calls = [Call(self.candidate.name, given)]
        for name, others in self.filling.others.items():
            for other in others:
                calls.append(Call(self.candidate.name, {**given, name: phrases.titled(other)}))
        return calls

    @property
    def question(self) -> str | None:
        """What has to be asked before the tool can be called."""
        return _question(self.filling.missing[0]) if self.filling.missing else None

    @property
    def forced(self) -> Call:
        return Call(self.candidate.name, arguments.force(self.filling))


def find(history: History, toolbox: Toolbox) -> Intent | None:
    """From the person's last words: an answer to our question, a new wish, or `and in Paris?`."""
    sentence = last_sentence(history)
    home = facts.known(history.said_by("user")).get("home")
    answered = _answered(history, toolbox, sentence)
    if answered:
        return answered
    candidate = toolbox.best(sentence)
    if candidate:
        return fill(candidate, sentence, home)
    return _continued(history, toolbox, sentence)


def fill(candidate: Candidate, sentence: Sentence, home: str | None = None) -> Intent:
    filling = Filling(sentence, candidate.vocabulary, home)
    return Intent(candidate, arguments.fill(candidate.properties, filling))


def last_sentence(history: History) -> Sentence:
    return pleasantries.without_greeting(Sentence.of(history.last_user_text))


def _answered(history: History, toolbox: Toolbox, sentence: Sentence) -> Intent | None:
    before = history.before_last_answer()
    if before is None or pleasantries.is_refusal(sentence):
        return None
    words, earlier = before
    asked = find(earlier, toolbox)
    if asked is None or asked.question is None or asked.question not in words:
        return None
    return _completed(asked, sentence)


def _completed(asked: Intent, sentence: Sentence) -> Intent | None:
    """The question's answer put in; None when these words do not answer it."""
    first, *rest = asked.filling.missing
    answer = Filling(sentence, asked.candidate.vocabulary)
    arguments.fill((first,), answer)
    if answer.missing and first.kind == "string" and not first.choices:
        answer.arguments[first.name] = sentence.quote(0, len(sentence.words))
    elif answer.missing:
        return None
    given = asked.filling.arguments | answer.arguments
    return Intent(asked.candidate, replace(asked.filling, arguments=given, missing=rest))


def _continued(history: History, toolbox: Toolbox, sentence: Sentence) -> Intent | None:
    """The last call once more, with whatever this sentence changes about it."""
    last = history.last_call
    candidate = toolbox.named(last.name) if last else None
    if last is None or candidate is None:
        return None
    if AGAIN.match(sentence.text):
        return Intent(candidate, Filling(sentence, {}, arguments=dict(last.arguments)))
    if not CONTINUES.match(Sentence.of(history.last_user_text).text):
        return None
    changed = fill(candidate, sentence).filling
    if not changed.arguments:
        return None
    given = last.arguments | changed.arguments
    return Intent(candidate, replace(changed, arguments=given, missing=[]))


def _question(one: Property) -> str:
    if one.choices:
        return f"Which {one.title} should it be: {_either(one.choices)}?"
    if one.kind == "boolean":
        return f"{(one.description or one.title).rstrip('.?').capitalize()}: yes or no?"
    if one.role in ("place", "goal"):
        return f"Which {one.title} do you mean?"
    return f"What should the {one.title} be?"


def _either(choices: Sequence[object]) -> str:
    names = [str(choice).replace("_", " ") for choice in choices]
    return ", ".join(names[:-1]) + " or " + names[-1] if len(names) > 1 else names[0]

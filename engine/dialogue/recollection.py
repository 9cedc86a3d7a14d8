"""Answers questions about what was said before in this conversation."""

import re
from collections.abc import Sequence

from engine.dialogue import facts
from engine.dialogue.history import History
from engine.dialogue.results import clauses

MINE = re.compile(
    r"\bwhat (?:did|have) i (?:just |already )?(?:say|said|ask|asked|tell|told)\b"
    r"|\bwhat was my (?:last|first) question\b"
)
YOURS = re.compile(
    r"\bwhat did you (?:just )?(?:say|tell me)\b|\b(?:say|repeat) (?:that|it|this)(?: again)?\b"
    r"|^(?:please )?repeat\b|^pardon$|^come again$"
)
BOTH = re.compile(
    r"\bwhat (?:were|are|did|have) we (?:been )?(?:talk|speak|discuss)\w*\b"
    r"|\bdo you remember (?:me|us|this|anything)\b|\bwhat do you (?:know|remember) about me\b"
)
KEPT = 3


def known(history: History, notes: Sequence[str]) -> dict[str, str]:
    return facts.given(notes) | facts.known(history.said_by("user"))


def acknowledge(text: str) -> list[str] | None:
    """A word to what the person just told about themselves."""
    told = facts.told(text)
    if not told:
        return None
    name = told.pop("name", None)
    kept = [f"I will remember: {facts.state(*fact).rstrip('.').lower()}." for fact in told.items()]
    if name:
        return [f"Nice to meet you, {name}.", *(kept or ["What can I do for you?"])]
    return kept


def recall(text: str, facts_known: dict[str, str]) -> list[str] | None:
    """The fact that was asked for, when it was told before."""
    topic = facts.asked(text)
    return [facts.state(topic, facts_known[topic])] if topic in facts_known and topic else None


def admit(text: str) -> list[str] | None:
    """That a fact which was asked for was never told."""
    topic = facts.asked(text)
    if topic is None:
        return None
    what = {"home": "where you live", "age": "how old you are"}.get(topic, f"your {topic}")
    return [
        f"You have not told me {what} in this conversation.",
        "Tell me, and I will remember it.",
    ]


def quote(text: str, history: History, facts_known: dict[str, str]) -> list[str] | None:
    """What one of the two said before."""
    earlier = history.said_by("user")[:-1]
    if MINE.search(text):
        pick = earlier[:1] if "first" in text else earlier[-1:]
        return [f"You said: {pick[0]}"] if pick else ["That was the first thing you said to me."]
    if YOURS.search(text):
        answers = history.said_by("assistant")
        return clauses(answers[-1]) if answers else ["I have not said anything yet."]
    return _sum_up(earlier, facts_known) if BOTH.search(text) else None


def _sum_up(earlier: Sequence[str], facts_known: dict[str, str]) -> list[str]:
    told = [facts.state(*fact) for fact in facts_known.items()]
    said = [f"You said: {text.rstrip('.?! ')}." for text in earlier[-KEPT:]]
    return [*told, *said] or ["We have only just begun.", "You have not told me anything yet."]

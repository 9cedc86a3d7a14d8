"""What a person told about themselves in this conversation, and questions about it."""

import re
from collections.abc import Sequence

from engine.dialogue.sentence import expand, word_set

NOT_A_NAME = word_set(
    "a an the not in on at from so very just really here there going trying looking fine good "
    "well ok okay great happy sad tired sorry sure back done hungry bored ready hello what who "
    "where how and but your my his her it that this called afraid glad new"
)
AFTER_A_NAME = "and|but|what|so|i|who|how|please|the|can|could|do"
PART = r"[^\W\d_][\w'\u2019-]*"
NAME = rf"({PART}(?: (?!(?:{AFTER_A_NAME})\b){PART}){{0,2}})"
INTRODUCTIONS = (
    rf"\bmy (?:first |full )?name is {NAME}",
    rf"\b(?:you can |please )?call me {NAME}",
    rf"^(?:(?:hi|hello|hey),? )?(?:this is|it is) {NAME}(?: speaking| here)?[.!]?$",
    rf"\bi am (?:called |named ){NAME}",
    rf"^(?:(?:hi|hello|hey)[,.!]? )?i am {NAME}[.!]?$",
)
HOME = r"\bi (?:live|am living) in ([^\W\d_][\w' -]*?)(?:[.,!?]| and | but |$)"
AGE = r"\bi am (\w+(?:[ -]\w+)?) years old"
OWN = r"\bmy ((?:\w+ ){0,2}\w+?) (?:is|are|was) ((?!not\b)[\w' -]+?)(?:[.,!?]| and my | but |$)"
QUESTION = re.compile(r"\b(what|who|where|how|do you|can you|tell me|is my|remember my)\b")
ASKED = re.compile(
    r"(?:\b(?:what|who|where|how) (?:is|are|was|were)|\btell me(?: what)?|\bremember(?: what)?"
    r"|\bknow(?: what)?|\bsay|\bforget(?: what)?) my ((?:\w+ ){0,2}?\w+)"
    r"(?: (?:is|are|was|again|now|please|called|named))*$"
)
ABOUT_THE_PERSON = re.compile(
    rf"\b(?:user|person|caller)(?:['\u2019]s name is| is (?:called|named)) ({PART})",
    re.IGNORECASE,
)


def known(texts: Sequence[str]) -> dict[str, str]:
    """Everything told, by what it is about; what was said later replaces what was said before."""
    facts: dict[str, str] = {}
    for text in texts:
        facts |= told(text)
    return facts


def told(text: str) -> dict[str, str]:
    """The facts in one thing said; questions tell nothing."""
    full = " ".join(expand(text).split())
    name = _name(full)
    facts = {"name": name} if name else {}
    if home := re.search(HOME, full, re.IGNORECASE):
        facts["home"] = _proper(home[1])
    if age := re.search(AGE, full, re.IGNORECASE):
        facts["age"] = age[1]
    own = re.search(OWN, full, re.IGNORECASE)
    if own and not name and not QUESTION.search(full[: own.end(1)].casefold()):
        facts[_topic(own[1])] = own[2].strip()
    return facts


def asked(text: str) -> str | None:
    """What a question about the person is about, as a key of `known`."""
    full = expand(text).casefold().strip(" ?.!")
    if re.search(r"\bwho am i\b|\bwhat (?:am i|do you) call(?:ed)? ?(?:me)?$", full):
        return "name"
    if re.search(r"\bwhere do i live\b|\bwhere i live\b|\bwhere am i from\b", full):
        return "home"
    if re.search(r"\bhow old am i\b|\bhow old i am\b", full):
        return "age"
    mine = ASKED.search(full)
    return _topic(mine[1]) if mine and not told(full) else None


def given(notes: Sequence[str]) -> dict[str, str]:
    """What instructions and system items say about the person."""
    found = [match[1] for note in notes if (match := ABOUT_THE_PERSON.search(note))]
    return {"name": found[-1]} if found else {}


def state(topic: str, value: str) -> str:
    """A fact as a sentence to the person whom it is about."""
    if topic == "home":
        return f"You live in {value}."
    if topic == "age":
        return f"You are {value} years old."
    return f"Your {topic} is {value}."


def _name(full: str) -> str | None:
    for pattern in INTRODUCTIONS:
        found = re.search(pattern, full, re.IGNORECASE)
        if found and found[1].split()[0].casefold() not in NOT_A_NAME:
            return _proper(found[1])
    return None


def _topic(words: str) -> str:
    topic = words.casefold().replace("colour", "color").replace("favourite", "favorite").strip()
    topic = re.sub(r"\b(again|is|now|please|was|are|called|named)$", "", topic).strip()
    return "name" if topic in {"first name", "full name", "name"} else topic


def _proper(words: str) -> str:
    """A transcript is lower case; what was typed keeps its own capitals."""
    tidy = words.strip(" '-")
    return tidy if tidy != tidy.casefold() else " ".join(w.capitalize() for w in tidy.split())

"""What kind of thing is to be done: something is read, made, changed or removed."""

import re
from collections.abc import Sequence

from engine.dialogue.sentence import Sentence, stem, word_set

READ, MAKE, CHANGE, REMOVE = "read", "make", "change", "remove"
VERBS = {
    READ: word_set(
        "read open list show search find get tell look fetch display see check recall query"
    ),
    MAKE: word_set(
        "create make add new write put insert save store keep remember remind note jot schedule "
        "notify warn alert bulk"
    ),
    CHANGE: word_set("update change edit set mark finish complete rename move modify tick"),
    REMOVE: word_set("delete remove erase forget drop cancel clear"),
}
DEEDS = {stem(verb): deed for deed, verbs in VERBS.items() for verb in verbs}
QUESTION = re.compile(
    r"^(?:what|which|when|where|who|how many|how much|do i|have i|are there|is there)\b"
)
POLITE = re.compile(
    r"^(?:please|and|then|now|also|so|ok|okay|can you|could you|would you|will you|i want to|i need to"
    r"|i would like to|i want you to|let us|you should)\s+"
)
SAME_VERB, SAME_DEED, OTHER_DEED = 1.0, 0.6, -0.6


def likeness(sentence: Sentence, name: Sequence[str]) -> float:
    """How well a tool's name says what the sentence wants done; 0 where either says nothing."""
    verb, deed = _asked(sentence)
    offered = next((stem(word) for word in name if stem(word) in DEEDS), None)
    if deed is None or offered is None:
        return 0.0
    if verb == offered:
        return SAME_VERB
    return SAME_DEED if deed == DEEDS[offered] else OTHER_DEED


def _asked(sentence: Sentence) -> tuple[str | None, str | None]:
    """The verb and its deed, which stand at the beginning of a wish; a question only reads."""
    text = sentence.text
    while found := POLITE.match(text):
        text = text[found.end() :]
    if QUESTION.match(text):
        return None, READ
    first = stem(text.partition(" ")[0])
    return (first, DEEDS[first]) if first in DEEDS else (None, None)

"""Reads domain.txt: classes of words, and sentences with alternatives, as weighted sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import gcd, prod
from pathlib import Path

SENTENCES = "sentences"
WEIGHT = re.compile(r"^\*(\d+) ")
SLOT = re.compile(r"<(\w+)>|\(([^()]*)\)")
MOST_PER_LINE = 600


@dataclass(frozen=True)
class Line:
    """One template: its weight and the alternatives at each of its places."""

    weight: float
    places: tuple[tuple[str, ...], ...]

    def sentences(self) -> Iterator[tuple[str, float]]:
        """Every sentence, or evenly spread ones where there are too many; weights add up."""
        total = prod(len(place) for place in self.places)
        step = -(-total // MOST_PER_LINE)
        # A step that shares a factor with a class's size would leave out its members.
        while any(gcd(step, len(place)) > 1 for place in self.places):
            step += 1
        chosen = [words for n, words in enumerate(product(*self.places)) if n % step == 0]
        for words in chosen:
            yield " ".join(" ".join(words).split()), self.weight / len(chosen)


def read(path: Path) -> list[Line]:
    classes = _classes(path)
    return [_line(text, classes) for text in classes.pop(SENTENCES)]


def _classes(path: Path) -> dict[str, list[str]]:
    classes: dict[str, list[str]] = {}
    members: list[str] = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        text = raw.split("#")[0].strip()
        if text.startswith("["):
            members = classes.setdefault(text.strip("[]"), [])
        elif text:
            members += [text] if SENTENCES in classes else text.split()
    return classes


def _line(text: str, classes: dict[str, list[str]]) -> Line:
    weight = WEIGHT.match(text)
    rest = text[weight.end() :] if weight else text
    return Line(float(weight[1]) if weight else 1.0, tuple(_places(rest, classes)))


def _places(text: str, classes: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    at = 0
    for slot in SLOT.finditer(text):
        yield (text[at : slot.start()],)
        options = classes[slot[1]] if slot[1] else slot[2].split("|")
        yield tuple(one for option in options for one in _expanded(option, classes))
        at = slot.end()
    yield (text[at:],)


def _expanded(option: str, classes: dict[str, list[str]]) -> Iterator[str]:
    """A member may itself hold classes or alternatives; a hyphen joins its words."""
    spaced = option.replace("-", " ")
    if not SLOT.search(spaced):
        yield spaced
        return
    for words in product(*_places(spaced, classes)):
        yield "".join(words)

"""What a response still has to say and call, in order, and what of it can go out."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass
class Clause:
    """`pcm` comes in pieces as it is synthesised; a response in text goes without.

    `gap` stands between its text and what was said before.
    """

    text: str
    index: int
    gap: str = " "
    pcm: bytes | None = None
    whole: bool = False

    def take(self) -> "Clause":
        """What can go out of it now; only the rest of its sound is left in it."""
        part = replace(self)
        self.text, self.pcm = "", None
        return part


@dataclass(frozen=True)
class Call:
    name: str
    arguments: str


class Steps:
    def __init__(self, spoken: bool) -> None:
        self._spoken = spoken
        self._left: deque[Clause | Call] = deque()
        self._clauses = 0

    def __bool__(self) -> bool:
        return bool(self._left)

    def say(self, text: str, gap: str = " ") -> Clause:
        clause = Clause(text, self._clauses, gap)
        self._clauses += 1
        self._left.append(clause)
        return clause

    def call(self, name: str, arguments: str) -> None:
        self._left.append(Call(name, arguments))

    def spoken(self, index: int, pcm: bytes, last: bool = True) -> None:
        for step in self._left:
            if isinstance(step, Clause) and step.index == index:
                step.pcm = (step.pcm or b"") + pcm
                step.whole = last

    def ready(self) -> Iterator[Clause | Call]:
        """Takes out, from the front, what waits for nothing more."""
        while self._left and not self._waits(self._left[0]):
            first = self._left[0]
            if self._spoken and isinstance(first, Clause) and not first.whole:
                yield first.take()
            else:
                yield self._left.popleft()

    def clear(self) -> None:
        self._left.clear()

    def _waits(self, step: Clause | Call) -> bool:
        return self._spoken and isinstance(step, Clause) and step.pcm is None

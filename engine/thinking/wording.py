"""How thoughts become what is said: whole clauses for the ear, or the text as it is."""

from typing import Protocol

from engine.thinking.aloud import aloud
from engine.thinking.clauses import Clauses


class Wording(Protocol):
    """`gap` stands between two pieces."""

    gap: str

    def feed(self, text: str) -> list[str]: ...

    def flush(self) -> list[str]: ...


class Spoken:
    gap = " "

    def __init__(self) -> None:
        self._clauses = Clauses()

    def feed(self, text: str) -> list[str]:
        return [said for clause in self._clauses.feed(text) if (said := aloud(clause))]

    def flush(self) -> list[str]:
        return [said for clause in self._clauses.flush() if (said := aloud(clause))]


class Written:
    gap = ""

    def feed(self, text: str) -> list[str]:
        return [text]

    def flush(self) -> list[str]:
        return []

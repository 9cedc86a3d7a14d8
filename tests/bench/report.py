"""Write what was measured: a table for people, JSON for comparing one release with the next."""

import json
from dataclasses import asdict, dataclass
from statistics import median

from tests.rules.files import ROOT

TABLE = ROOT / "docs" / "performance.md"
NUMBERS = ROOT / "docs" / "performance.json"

HEAD = """# Performance

Written by `make bench`: web, engine and a real Chromium, all on one machine; the words come from wavs
through an injected microphone, and both moments of each figure are taken inside the page. The engine
waits for {silence} ms of silence before a turn ends; that is part of the answer's time.

| figure | median ms | worst ms | runs | wanted |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Figure:
    name: str
    runs_ms: list[float]
    wanted_ms: int

    @property
    def median_ms(self) -> float:
        return median(self.runs_ms)

    @property
    def is_met(self) -> bool:
        return self.median_ms <= self.wanted_ms


def write(figures: list[Figure], machine: dict[str, str], silence_ms: int) -> None:
    rows = "".join(_row(figure) for figure in figures)
    facts = "".join(f"- {name}: {value}\n" for name, value in machine.items())
    TABLE.write_text(f"{HEAD.format(silence=silence_ms)}{rows}\n{facts}", encoding="utf-8")
    found = {
        "machine": machine,
        "figures": [asdict(one) | {"median_ms": one.median_ms} for one in figures],
    }
    NUMBERS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _row(figure: Figure) -> str:
    met = "met" if figure.is_met else "NOT met"
    return (
        f"| {figure.name} | {figure.median_ms:.0f} | {max(figure.runs_ms):.0f} "
        f"| {len(figure.runs_ms)} | at most {figure.wanted_ms}: {met} |\n"
    )

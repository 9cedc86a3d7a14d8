"""Write what was measured: a table for people, JSON for comparing one release with the next."""

import json
from collections.abc import Sequence

from tests.bench.figures import Figure
from tests.rules.files import ROOT

TABLE = ROOT / "docs" / "performance.md"
NUMBERS = ROOT / "docs" / "performance.json"

HEAD = """# Performance

Written by `make bench`: everything in one run on one machine, the clients beside what they measure. From
the click to the interruption it is web, engine and a real Chromium: words come from wavs through an
injected microphone, and every moment is taken inside the page. The engine waits for {silence} ms of silence
before a turn ends; that is part of the answer's time. The other figures are the engine alone, with clients
of aiortc. Every word is synthetic (flite): how well a person is understood is not known from here. `load`
is the machine's average over the minute before the figure was there; above the number of cores, something
had to wait.

| figure | median | worst | runs | load | wanted |
|---|---|---|---|---|---|
"""
FOOT = """
- A call of the eight: speech in without a pause, Opus both ways, turns found in it; no recogniser and no
  voice. The engine is held on one core and the clients on the other; a call's share is the engine's
  processor time over the calls.
- Memory: the engine process after each of ten calls, one after another, each of them heard and answered;
  how much it grew since the first.
- Word errors: of the sentences in `tests/speech/errors/`, three voices, by the recogniser as the engine
  runs it. The phonetic ones are from the Harvard sentences, which no context helps to guess.
- First clause: from the moment the dialogue has it to its sound, in a process of its own.
"""


def write(figures: Sequence[Figure], machine: dict[str, str], silence_ms: int) -> None:
    rows = "".join(_row(figure) for figure in figures)
    facts = "".join(f"- {name}: {value}\n" for name, value in machine.items())
    TABLE.write_text(f"{HEAD.format(silence=silence_ms)}{rows}{FOOT}\n{facts}", encoding="utf-8")
    found = {"machine": machine, "figures": [_numbers(figure) for figure in figures]}
    NUMBERS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _row(figure: Figure) -> str:
    if not figure.runs:
        return f"| {figure.name} | not measured | | 0 | {figure.load:.1f} | {_wanted(figure)} |\n"
    value, worst = _shown(figure.value, figure), _shown(max(figure.runs), figure)
    count = len(figure.runs)
    return (
        f"| {figure.name} | {value} | {worst} | {count} | {figure.load:.1f} | {_wanted(figure)} |\n"
    )


def _wanted(figure: Figure) -> str:
    if figure.wanted is None:
        return ""
    return f"at most {figure.wanted:g} {figure.unit}: {'met' if figure.is_met else 'NOT met'}"


def _shown(number: float, figure: Figure) -> str:
    return f"{number:.0f} ms" if figure.unit == "ms" else f"{number:.1f} {figure.unit}"


def _numbers(figure: Figure) -> dict[str, object]:
    return {
        "name": figure.name,
        "unit": figure.unit,
        "value": round(figure.value, 2) if figure.runs else None,
        "wanted": figure.wanted,
        "met": figure.is_met,
        "load": round(figure.load, 2),
        "runs": [round(run, 2) for run in figure.runs],
    }

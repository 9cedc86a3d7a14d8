"""Write what was broken and what came of it: a table for people, JSON for the next release."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from statistics import median
from typing import Any

from tests.bench import machine
from tests.chaos.rounds import Outcome
from tests.rules.files import ROOT

TABLE = ROOT / "docs" / "reliability.md"
NUMBERS = ROOT / "docs" / "reliability.json"
BEGIN, END = "<!-- written by make chaos -->\n", "<!-- until here -->\n"
COLUMNS = (
    "broken",
    "times",
    "events acknowledged",
    "lost",
    "doubled",
    "left open or misnumbered",
    "first back: median, worst",
    "all back: median, worst",
    "wanted of the first",
)
HEAD = f"\n| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|\n"
Row = dict[str, Any]


def row_of(outcome: Outcome) -> Row:
    verdict, scenario = outcome.verdict, outcome.scenario
    return {
        "name": scenario.name,
        "what": scenario.what,
        "times": outcome.rounds,
        "acknowledged": outcome.acknowledged,
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "broken": len(verdict.broken),
        "first_s": [round(seconds, 2) for seconds in outcome.first_s],
        "all_s": [round(seconds, 2) for seconds in outcome.all_s],
        "seen_s": [round(seconds, 2) for seconds in outcome.seen_s],
        "wanted_s": scenario.wanted_s,
        "measured": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "load": round(os.getloadavg()[0], 1),
    }


def write(rows: list[Row]) -> str:
    """Put these rows in the place of older ones of the same name; returns the whole table."""
    stored = json.loads(NUMBERS.read_text(encoding="utf-8")) if NUMBERS.exists() else {}
    known: dict[str, Row] = {row["name"]: row for row in stored.get("scenarios", [])}
    known |= {row["name"]: row for row in rows}
    facts = machine.facts()
    found = {"machine": facts, "scenarios": list(known.values())}
    NUMBERS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    table = HEAD + "".join(shown(row) for row in known.values())
    lines = "".join(f"- {name}: {value}\n" for name, value in facts.items())
    before, _, rest = TABLE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    TABLE.write_text(f"{before}{BEGIN}{table}\n{lines}{END}{after}", encoding="utf-8")
    return table


def shown(row: Row) -> str:
    first, every = _times(row["first_s"]), _times(row["all_s"])
    counts = f"{row['lost']} | {row['doubled']} | {row['broken']}"
    return (
        f"| {row['what']} | {row['times']} | {row['acknowledged']:,} | {counts} "
        f"| {first} | {every} | {_wanted(row)} |\n"
    )


def is_met(row: Row) -> bool:
    """The first of those who were hit is back in time, as often as it was tried (the median)."""
    return row["wanted_s"] is None or median(row["first_s"] or [0.0]) <= row["wanted_s"]


def _times(seconds: list[float]) -> str:
    return f"{median(seconds):.1f} s, {max(seconds):.1f} s" if seconds else "nobody was hit"


def _wanted(row: Row) -> str:
    if row["wanted_s"] is None:
        return ""
    return f"{row['wanted_s']:g} s: {'met' if is_met(row) else 'NOT met'}"

"""Write what was broken and what came of it: a table for people, JSON for the next release."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from statistics import median
from typing import Any

from tests.bench import machine
from tests.chaos.rounds import Outcome
from tests.chaos.soak import Soak
from tests.rules.files import ROOT

TABLE = ROOT / "docs" / "reliability.md"
NUMBERS = ROOT / "docs" / "reliability.json"
SOAK_BEGIN = "<!-- written by the soak -->\n"
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


def browsers(times: int, failed: int) -> Row:
    what = "SIGKILL of a real Chromium in mid-call (engine, SQLite, daphne)"
    return _tested("browser", what, times, failed)


def workers(times: int, failed: int) -> Row:
    what = "SIGKILL of a worker and its children in a slow tool, each of two pools"
    return _tested("workers", what, times, failed)


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
        **_moment(),
    }


def write(rows: list[Row]) -> str:
    """Put these rows in the place of older ones of the same name; returns the whole table."""
    stored = json.loads(NUMBERS.read_text(encoding="utf-8")) if NUMBERS.exists() else {}
    known: dict[str, Row] = {row["name"]: row for row in stored.get("scenarios", [])}
    known |= {row["name"]: row for row in rows}
    facts = machine.facts()
    found = stored | {"machine": facts, "scenarios": list(known.values())}
    table = HEAD + "".join(shown(row) for row in known.values())
    lines = "".join(f"- {name}: {value}\n" for name, value in facts.items())
    _keep(found, (BEGIN, END), f"{table}\n{lines}")
    return table


def write_soak(soak: Soak) -> str:
    """The same for the long run; returns its lines."""
    stored = json.loads(NUMBERS.read_text(encoding="utf-8")) if NUMBERS.exists() else {}
    text = _soak_lines(soak) + f"- measured: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n"
    _keep(stored | {"soak": soak.row()}, (SOAK_BEGIN, END), text)
    return text


def _keep(found: dict[str, Any], marks: tuple[str, str], text: str) -> None:
    NUMBERS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    before, begin, rest = TABLE.read_text(encoding="utf-8").partition(marks[0])
    _, end, after = rest.partition(marks[1])
    TABLE.write_text(f"{before}{begin}{text}{end}{after}", encoding="utf-8")


def _soak_lines(soak: Soak) -> str:
    slopes = ", ".join(f"{slope:+.1f}" for slope in soak.mib_an_hour)
    grown = ", ".join(f"{name} {more:+d}" for name, more in soak.grown.items())
    return (
        f"- {soak.seconds:g} s: {soak.acknowledged:,} events acknowledged, {soak.visits:,} visits, "
        f"{soak.tool_calls:,} tool calls, {len(soak.verdict.faults)} faults in the ledger\n"
        f"- against the start, when everybody has left: {grown} (wanted: at most 2 each)\n"
        f"- memory after warm-up: {slopes} MiB an hour for each web process (wanted: below 1)\n"
        f"- {'met' if soak.is_met else 'NOT met'}\n"
    )


def shown(row: Row) -> str:
    first, every = _times(row.get("first_s", [])), _times(row.get("all_s", []))
    acknowledged = "" if row["acknowledged"] is None else f"{row['acknowledged']:,}"
    counts = f"{row['lost']} | {row['doubled']} | {row['broken']}"
    return (
        f"| {row['what']} | {row['times']} | {acknowledged} | {counts} "
        f"| {first} | {every} | {_wanted(row)} |\n"
    )


def is_met(row: Row) -> bool:
    """The first of those who were hit is back in time, as often as it was tried (the median)."""
    return row["wanted_s"] is None or median(row["first_s"] or [0.0]) <= row["wanted_s"]


def _tested(name: str, what: str, times: int, failed: int) -> Row:
    """Of a test that breaks something itself: it passes or it does not."""
    nothing = {"acknowledged": None, "lost": 0, "doubled": 0, "broken": failed, "wanted_s": None}
    return {"name": name, "what": what, "times": times, **nothing, **_moment()}


def _moment() -> Row:
    measured = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return {"measured": measured, "load": round(os.getloadavg()[0], 1)}


def _times(seconds: list[float]) -> str:
    return f"{median(seconds):.1f} s, {max(seconds):.1f} s" if seconds else ""


def _wanted(row: Row) -> str:
    if row["wanted_s"] is None:
        return ""
    return f"{row['wanted_s']:g} s: {'met' if is_met(row) else 'NOT met'}"

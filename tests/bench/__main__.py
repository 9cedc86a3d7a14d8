"""`python -m tests.bench [RUNS | relay | audio | room]`: measure, write docs/performance.*; fail if not met."""

import os
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

from playwright.sync_api import sync_playwright

from tests.bench import (
    audio,
    browser,
    capacity,
    classic,
    devices,
    dictation,
    machine,
    memory,
    pages,
    reading,
    relay,
    report,
    room,
    taking_over,
    tools,
    voices,
    words,
    write_path,
)
from tests.bench.figures import Figure
from tests.live.browser import launched
from tests.live.parley import running
from tests.run import needs

RUNS = 6
ROOM_RUNS = 3
SILENCE_MS = 500
LONGEST_S = 900
PLENTY = {"SESSION_STARTS_PER_MINUTE": "1000", "DICTATION_STARTS_PER_MINUTE": "1000"}


def main(runs: int) -> int:
    if needs.install({"chromium"}):
        print("Chromium is needed, and could not be installed.", file=sys.stderr)
        return 1
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LONGEST_S)
    alone = [*words.first_clause(), *words.errors(), *capacity.one_and_many(), *memory.ten_calls()]
    alone += [*classic.fifty_answers(), *tools.recorded_to_output()]
    with (
        tempfile.TemporaryDirectory(prefix="parley-bench-") as folder,
        running(Path(folder) / "var", **PLENTY) as parley,
        sync_playwright() as playwright,
        launched(playwright) as chromium,
    ):
        facts = machine.facts(chromium.version)
        felt = [figure for measure in IN_BROWSER for figure in measure(chromium, parley, runs)]
    facts["load after"] = f"{os.getloadavg()[0]:.1f} (1 minute)"
    return _report([*felt, *alone], facts)


def relay_alone() -> int:
    if needs.install({"postgres", "redis-server"}):
        print("PostgreSQL and Redis are needed, and could not be installed.", file=sys.stderr)
        return 1
    facts = machine.facts()
    figures = [figure for measure in RELAY for figure in measure()]
    facts["load after"] = f"{os.getloadavg()[0]:.1f} (1 minute)"
    report.write_relay(figures, facts)
    print(report.TABLE.read_text(encoding="utf-8").partition(report.RELAY)[2])
    return 0 if all(figure.is_met for figure in figures) else 1


def audio_alone() -> int:
    if needs.install({"postgres", "redis-server"}):
        print("PostgreSQL and Redis are needed, and could not be installed.", file=sys.stderr)
        return 1
    facts = machine.facts()
    figures = audio.relayed()
    facts["load after"] = f"{os.getloadavg()[0]:.1f} (1 minute)"
    print(report.write_audio(figures, facts))
    return 0 if all(figure.is_met for figure in figures) else 1


def room_alone() -> int:
    if needs.install({"chromium"}):
        print("Chromium is needed, and could not be installed.", file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="parley-bench-") as folder,
        running(Path(folder) / "var", **PLENTY) as parley,
        sync_playwright() as playwright,
        launched(playwright) as chromium,
    ):
        facts = machine.facts(chromium.version)
        figures = room.processor(chromium, parley, ROOM_RUNS)
    facts["load after"] = f"{os.getloadavg()[0]:.1f} (1 minute)"
    print(report.write_room(figures, facts))
    return 0 if all(figure.is_met for figure in figures) else 1


def _report(figures: list[Figure], facts: dict[str, str]) -> int:
    report.write(figures, facts, SILENCE_MS)
    print(report.TABLE.read_text(encoding="utf-8"))
    return 0 if all(figure.is_met for figure in figures) else 1


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"not measured within {LONGEST_S} s")


IN_BROWSER = [
    browser.click_to_connected,
    browser.speech_to_answer,
    browser.interruption_to_silence,
    voices.by_both_ways,
    browser.pause_of_a_move,
    taking_over.click_to_listening,
    dictation.click_to_listening,
    dictation.speech_to_text,
    dictation.processor,
    reading.first_sentence,
    pages.cold_page,
    pages.long_page,
]
RELAY = [
    relay.acknowledged,
    devices.second_device,
    devices.missed,
    write_path.against_psycopg,
    relay.storm,
    relay.idle,
]

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended too
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    alone = {"relay": relay_alone, "audio": audio_alone, "room": room_alone}
    sys.exit(alone[asked]() if asked in alone else main(int(asked or RUNS)))

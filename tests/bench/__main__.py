"""`python -m tests.bench [RUNS]`: measure, write docs/performance.*, fail when a figure is not met."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench import machine, measures, report
from tests.live.browser import launched
from tests.live.parley import running
from tests.run import needs

RUNS = 10
SILENCE_MS = 500


def main(runs: int) -> int:
    missing = needs.install({"chromium"})
    if missing:
        print("Chromium is needed, and could not be installed.", file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="parley-bench-") as folder,
        running(Path(folder) / "var", SESSION_STARTS_PER_MINUTE="1000") as parley,
        sync_playwright() as playwright,
        launched(playwright) as browser,
    ):
        facts = machine.facts(browser.version)
        figures = [
            report.Figure(name, measure(browser, parley, runs), wanted)
            for name, measure, wanted in FIGURES
        ]
    report.write(figures, facts, SILENCE_MS)
    print(report.TABLE.read_text(encoding="utf-8"))
    return 0 if all(figure.is_met for figure in figures) else 1


FIGURES = [
    ("click on Talk to connected", measures.click_to_connected, 300),
    ("end of speech to first sound of the answer", measures.speech_to_answer, 1_000),
    ("interruption to silence", measures.interruption_to_silence, 250),
]

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))

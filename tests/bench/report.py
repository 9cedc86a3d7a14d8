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
- The pause of a move: from the end of the old session to a microphone that is heard by the new one, which
  has the replay by then; set up by token.
- Voice to voice by both ways: two people in calls at the same time, turn by turn; the engine's pause is part
  of both.
- A first visit: "/" in a browser with an empty cache at 1.6 Mbit/s and 150 ms, the processor slowed down
  four times, until Talk is enabled (the last thing that the page's script does on its way). A thread of
  5,000 messages: from the request to the first byte, and to the browser's first paint of content.
- Dictation: `gpt-live-transcribe`, by token; the pause of 300 ms that ends an utterance is part of the
  time. The processor is the page's main thread against a core, less the same page before.
- First clause: from the moment the dialogue has it to its sound, in a process of its own.
- A fast tool: `get_current_time`, from the moment that the row of the call bears (a little before its commit)
  to the arrival of its output at a scripted provider, which the server hears by a sideband; one call after
  the other, the 95th percentile of all.
- 50 answers at once: 20 tokens a second each, begun a tenth of a second after one another, from the moment
  a scripted provider sends a token to the tab's frame with it; the 95th percentile of all tokens.
- Read aloud: from the moment the page shows the whole first sentence to its sound in the page.
"""
RELAY = "\n## The event relay\n"
RELAY_HEAD = """
Written by `.venv/bin/python -m tests.bench relay`: a grown Parley (`tests/live/grown.py`: PostgreSQL with
`fsync`, Redis, web on uvicorn) and tabs without a browser (`tests/chaos/tab.py`), all on the same machine.
Every tab has its numbers, its outbox and one frame under way at a time, as the page has, and draws its own
conversation as it grows. The time is from the moment when the tab heard an event to the acknowledgement
after commit: waiting for the frame before is part of it.

| figure | median | worst | runs | load | wanted |
|---|---|---|---|---|---|
"""
RELAY_FOOT = """
- Acknowledged: the 95th percentile of all events of a window of 20 s; two web processes, no proxy between.
- 100 devices: 50 people, each in a call on one and looking on another that a different web process serves.
  Growing text four times a second, an event twice a second; from the moment when the first tab sends it (so
  commit is part of the time of a message) to the second tab's frame; the 95th percentile of windows of 10 s.
- 1,000 missed revisions: what a call of so many left, from `watch` to the one answer with all rows drawn.
- Memory: the web process with 1,000 logged-in tabs, less the same process before, after a first wave.
- The storm: SIGKILL of the only web process, started again at once; each tab comes back as
  `static/js/tab/comeback.js` says, and is back when it is greeted.
- Against psycopg: the very statements that the write path makes of each report, a transaction for each, by
  psycopg alone with as many threads and connections as Parley has; Parley writes reports that wait in one.
  The write path may take 2.5 times as long: that is 0.4 of its rate.
"""
ROOM = "\n## The voice room\n"
ROOM_HEAD = """
Written by `.venv/bin/python -m tests.bench room`: web, engine and a real Chromium, in a call that listens
(push to talk, held) while somebody speaks.

| figure | median | worst | runs | load | wanted |
|---|---|---|---|---|---|
"""
ROOM_FOOT = """
- The page's processor: its main thread against a core over six seconds, less the same call with the page
  hidden.
- All processes: what Chromium spends altogether, less the same. This machine has no graphics card: the shader
  runs on the processor there, which is what a card is for; it is no figure of a person's machine.
- While hidden: pictures of the orb and strokes of the meters, counted where the page asks the browser for them.
"""
AUDIO = "\n## The audio relay\n"
AUDIO_HEAD = """
Written by `.venv/bin/python -m tests.bench audio`: a grown Parley with one web process on uvicorn, on one
core; on another one a process that is the provider and the browsers (`tests/bench/audio_ends/`). Sound goes
both ways in frames of 40 ms, the browsers report what they have played.

| figure | median | worst | runs | load | wanted |
|---|---|---|---|---|---|
"""
AUDIO_FOOT = """
- The references: a relay on Node with `ws` (`tests/bench/audio_ends/reference.mjs`). Its browsers speak events,
  each of which is parsed and written anew, on either way; or they speak binary sound, as Parley's, and only
  the provider's events are parsed. Neither does more: no recording, no lease, no limits. All three have their
  calls open at once and carry sound in turn, 2 s each, twenty times: the part is the median of the rounds'.
- A frame's way: from its sending by one end to its arrival at the other, by one clock, the ends' time in it.
- Frames: each one says its number and has known content; what is missing, doubled, out of its order or
  altered, and calls that ended.
- Memory: the web process with 100 calls less the same process before, after twenty calls that are over.
- Left: asyncio tasks and open descriptors (but for the pool's connections to PostgreSQL) of the web process
  when the calls are over for 35 s, less the same after twenty calls of a few seconds.
"""
NEXT = "\n## "


def write(figures: Sequence[Figure], machine: dict[str, str], silence_ms: int) -> None:
    """The page's first part; those that are measured alone stay below it."""
    _, mark, others = TABLE.read_text(encoding="utf-8").partition("\n## ")
    voice = f"{HEAD.format(silence=silence_ms)}{_rows(figures)}{FOOT}\n{_facts(machine)}"
    TABLE.write_text(f"{voice}{mark}{others}", encoding="utf-8")
    _keep({"machine": machine, "figures": [_numbers(figure) for figure in figures]})


def write_relay(figures: Sequence[Figure], machine: dict[str, str]) -> None:
    """Its own part of the same page: it is measured alone."""
    _put(RELAY, f"{RELAY_HEAD}{_rows(figures)}{RELAY_FOOT}\n{_facts(machine)}")
    _keep({"relay": {"machine": machine, "figures": [_numbers(figure) for figure in figures]}})


def write_room(figures: Sequence[Figure], machine: dict[str, str]) -> str:
    """Its own part of the same page, as it is written there."""
    part = f"{ROOM_HEAD}{_rows(figures)}{ROOM_FOOT}\n{_facts(machine)}"
    _put(ROOM, part)
    _keep({"room": {"machine": machine, "figures": [_numbers(figure) for figure in figures]}})
    return part


def write_audio(figures: Sequence[Figure], machine: dict[str, str]) -> str:
    part = f"{AUDIO_HEAD}{_rows(figures)}{AUDIO_FOOT}\n{_facts(machine)}"
    _put(AUDIO, part)
    _keep({"audio": {"machine": machine, "figures": [_numbers(figure) for figure in figures]}})
    return part


def _put(title: str, part: str) -> None:
    """In place of what stands under the title, or at the end; what follows stays."""
    before, _, after = TABLE.read_text(encoding="utf-8").partition(title)
    _, mark, others = after.partition(NEXT)
    TABLE.write_text(f"{before}{title}{part}{mark}{others}", encoding="utf-8")


def _keep(found: dict[str, object]) -> None:
    stored = json.loads(NUMBERS.read_text(encoding="utf-8"))
    NUMBERS.write_text(json.dumps(stored | found, indent=1) + "\n", encoding="utf-8")


def _rows(figures: Sequence[Figure]) -> str:
    return "".join(_row(figure) for figure in figures)


def _facts(machine: dict[str, str]) -> str:
    return "".join(f"- {name}: {value}\n" for name, value in machine.items())


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
    if figure.unit == "ms":
        return f"{number:.0f} ms"
    return (
        f"{number:.2f} {figure.unit}" if "of it" in figure.unit else f"{number:.1f} {figure.unit}"
    )


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

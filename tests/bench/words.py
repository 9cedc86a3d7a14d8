"""Words: how many are heard wrongly, and how soon the first clause is spoken."""

import asyncio
import time
import wave
from pathlib import Path

from engine.core.audio_config import DEFAULT_VOICE
from engine.dialogue import Request, reply
from engine.voice.recognition import RecogniserPool
from engine.voice.synthesis import Synthesiser
from tests.bench.figures import Figure
from tests.engine.speech import FOLDER

SENTENCES = FOLDER / "errors"
# Percent that may be wrong.
KINDS = {"commands": 10, "open-everyday": 20, "open-phonetic": 20}
PIECE_BYTES = 640
PAUSE = bytes(16_000)
ASKED = ("hello how are you", "what can you do", "tell me a story", "my name is alice")


def errors() -> list[Figure]:
    found = asyncio.run(_errors())
    return [
        Figure(f"word errors, {kind.replace('-', ' ')}", [found[kind]], wanted, "%")
        for kind, wanted in KINDS.items()
    ]


def first_clause() -> list[Figure]:
    return [Figure("first clause spoken after the dialogue gives it", asyncio.run(_clauses()), 60)]


async def _errors() -> dict[str, float]:
    pool = RecogniserPool()
    await pool.start()
    try:
        return {kind: await _rate(pool, _sentences(kind)) for kind in KINDS}
    finally:
        await pool.close()


def _sentences(kind: str) -> list[Path]:
    return sorted((SENTENCES / kind).glob("*.wav"))


async def _rate(pool: RecogniserPool, paths: list[Path]) -> float:
    """Percent of the words said."""
    wrong = said = 0
    for path in paths:
        words = path.stem.split("-")
        heard = (await _heard(pool, path)).split()
        wrong, said = wrong + distance(words, heard), said + len(words)
    return 100 * wrong / said


async def _heard(pool: RecogniserPool, path: Path) -> str:
    utterance = pool.open()
    with wave.open(str(path)) as file:
        pcm = file.readframes(file.getnframes()) + PAUSE
    for at in range(0, len(pcm), PIECE_BYTES):
        utterance.feed(pcm[at : at + PIECE_BYTES])
    return (await utterance.finish()).text


def distance(said: list[str], heard: list[str]) -> int:
    """Words put in, left out or changed (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            changed = before + (word != other)
            before, row[at] = row[at], min(changed, row[at] + 1, row[at - 1] + 1)
    return row[-1]


async def _clauses() -> list[float]:
    synthesiser = Synthesiser()
    await synthesiser.say("Ready.", DEFAULT_VOICE)  # the libraries are loaded
    found = []
    for clause in [_first_clause(words) for words in ASKED * 3]:
        given = time.monotonic()
        await synthesiser.say(clause, DEFAULT_VOICE)
        found.append((time.monotonic() - given) * 1000)
    synthesiser.close()
    return found


def _first_clause(words: str) -> str:
    item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": words}]}
    return reply(Request("", [item], [], "auto")).clauses[0]

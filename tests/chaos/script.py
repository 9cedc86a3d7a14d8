"""What a provider says in a call: question, answer, and now and then a tool call (tests/chat/said.py)."""

import json
import zlib
from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.chat import said
from tests.live.marks.apps import NAME

CALL_EVERY = 5  # turns
TURN_EVENTS = 7
WORDS = "The quick brown fox jumps over the lazy dog, and then it sits down to think about it."


def call(name: str) -> Iterator[dict[str, Any]]:
    """Without end; `name` keeps the items of one call apart from all others.

    Whose turn it is to call a tool depends on the name: not everybody's at one moment.
    """
    previous = None
    first = zlib.crc32(name.encode()) % CALL_EVERY
    yield said.opened(f"sess_{name}")
    for turn in count(1):
        question, answer = f"item_{name}_{turn}_q", f"item_{name}_{turn}_a"
        yield from said.spoken_question(question, previous)
        yield said.heard(question, f"Question {turn} of {name}: {WORDS}")
        yield from said.whole_answer(answer, f"Answer {turn} of {name}: {WORDS}", question)
        previous = answer
        if (first + turn) % CALL_EVERY == 0:
            previous = f"item_{name}_{turn}_c"
            yield from _tool_call(previous, answer)


def _tool_call(item: str, previous: str) -> Iterator[dict[str, Any]]:
    # The mark is the item's own id, so that an effect can be told from every other.
    call = {"name": NAME, "call_id": f"call_{item}"}
    yield said.added(said.call(item, "", "in_progress", **call), previous)
    yield said.done(said.call(item, json.dumps({"mark": item}), **call))

"""Recorded events, spoiled: one thing wrong with each, as text that may come over a wire."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from chat.provider.wire import EVENTS
from tests.chat import recordings
from tests.chat.said import Payload

DEEP: Any = "x"
for _ in range(40):
    DEEP = [DEEP]

# In place of what is there.
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 2**31, 2**63, -(2**70), 1.5, 1e308, float("nan"), float("inf")),
    *("", " ", "x" * 129, "x" * 70_000, "\x00", "a\x00b", "\ud800", "\udfff words", "<script>"),
    *("item_other", "0" * 32, "../..", "'; drop table", "\u202e", "😀", [], {}, [[]], [None], DEEP),
    *(
        {"id": "item_other"},
        ["item_other"],
        {"type": 7},
        [{"type": []}],
        [{"text": 1}],
        [0] * 30_000,
    ),
]
TYPES: list[Any] = [*EVENTS, "response.telepathy", "", 7, None, [], {"type": "error"}]


def mutated(amount: int, ids: list[str], seed: int) -> Iterator[str]:
    """`ids` are of things that are there: of other items, of rows, of another person's."""
    dice = random.Random(seed)  # noqa: S311 - the same every time
    events = [event for name in recordings.of_all() for event in recordings.named(name)]
    for _ in range(amount):
        copy: Payload = json.loads(json.dumps(dice.choice(events)))
        mutate = dice.choice(MUTATIONS)
        yield mutate(dice, copy, ids)


def _drop(dice: random.Random, event: Payload, ids: list[str]) -> str:
    holder, key = dice.choice(_places(event))
    del holder[key]
    return json.dumps(event)


def _replace(dice: random.Random, event: Payload, ids: list[str]) -> str:
    holder, key = dice.choice(_places(event))
    holder[key] = dice.choice(VALUES)
    return json.dumps(event)


def _add(dice: random.Random, event: Payload, ids: list[str]) -> str:
    holder, _ = dice.choice(_places(event))
    if isinstance(holder, dict):
        holder[dice.choice(["id", "role", "text", "\x00", "session", "n"])] = dice.choice(VALUES)
    return json.dumps(event)


def _another_id(dice: random.Random, event: Payload, ids: list[str]) -> str:
    named = [(holder, key) for holder, key in _places(event) if str(key).endswith("id")]
    holder, key = dice.choice(named)
    holder[key] = dice.choice(ids)
    return json.dumps(event)


def _another_type(dice: random.Random, event: Payload, ids: list[str]) -> str:
    return json.dumps({**event, "type": dice.choice(TYPES)})


def _cut(dice: random.Random, event: Payload, ids: list[str]) -> str:
    text = json.dumps(event)
    return text[: dice.randrange(len(text))]


def _garble(dice: random.Random, event: Payload, ids: list[str]) -> str:
    text = json.dumps(event)
    at = dice.randrange(len(text))
    return text[:at] + dice.choice('{}[]",:\\\x00\ud800é9') + text[at + 1 :]


MUTATIONS: list[Callable[[random.Random, Payload, list[str]], str]] = [
    *(_drop, _replace, _replace, _add, _another_id, _another_type, _cut, _garble)
]


def _places(event: Payload) -> list[tuple[Any, Any]]:
    """Every (holder, key) in it, however deep."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [event]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
    return found

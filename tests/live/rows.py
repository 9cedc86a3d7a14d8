"""What seeded conversations say: a long thread, and one with every kind of message."""

from itertools import cycle, islice
from typing import Any

WRITTEN = """Here is how **long** it takes, as the [standard](https://www.unicode.org/) counts.

```python
def spoken(text: str) -> float:
    return round(len(text) / 15, 1)  # fifteen characters a second
```

| Sentence | Seconds |
|:--|--:|
| Good morning. | 0.9 |
"""
QUESTION = {"role": "user", "kind": "text", "content": "How long does a sentence take?"}
SPOKEN = {"role": "user", "kind": "voice", "content": "And what time is it in Tokyo?"}
ANSWER = {"role": "assistant", "kind": "text", "content": WRITTEN}
ALOUD = {"role": "assistant", "kind": "voice", "content": "It is nine in the evening there."}
CUT = {
    "role": "assistant",
    "kind": "voice",
    "status": "interrupted",
    "content": "It is nine in the evening in Tokyo, and it is a Saturday.",
    "heard": "It is nine",
    "heard_ms": 700,
}
CALL: dict[str, Any] = {
    "role": "tool",
    "kind": "tool",
    "call": {
        "name": "get_current_time",
        "arguments_json": '{"timezone": "Asia/Tokyo"}',
        "state": "done",
        "output": {"message": "It is 21:04 in Tokyo.", "result": {"time": "21:04"}},
    },
}
TURNS: list[dict[str, Any]] = [QUESTION, ANSWER, SPOKEN, CALL, ALOUD]
REST: list[dict[str, Any]] = [
    CUT,
    *({**ALOUD, "status": status} for status in ("failed", "unheard", "deleted", "live")),
    *({**SPOKEN, "status": status} for status in ("failed", "unheard", "deleted", "live")),
    {"role": "assistant", "kind": "text", "status": "failed", "content": ""},
    *(
        {"role": "tool", "kind": "tool", "status": one, "content": "find"}
        for one in ("live", "failed")
    ),
    {"role": "system", "kind": "text", "content": "The call was ended by an administrator."},
    {"role": "unknown", "kind": "voice", "status": "unheard", "content": ""},
    *(
        {**CALL, "call": {**CALL["call"], "state": state, "output": None}}
        for state in ("queued", "running", "denied")
    ),
    {**CALL, "call": {**CALL["call"], "state": "failed", "output": {"error": "No such place."}}},
]


def long_thread(messages: int) -> dict[str, Any]:
    return {
        "title": "A long one",
        "messages": [_row(one) for one in islice(cycle(TURNS), messages)],
    }


def every_kind() -> dict[str, Any]:
    return {"title": "Every kind of message", "messages": [_row(one) for one in [*TURNS, *REST]]}


def _row(fields: dict[str, Any]) -> dict[str, Any]:
    return {"status": "final", "content": "", **fields}

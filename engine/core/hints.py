"""Words that are likely in this session: its keywords, its tools' choices, what it knows by name."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from engine.core.config import FunctionTool, RealtimeConfig, SessionConfig
from engine.core.items import Item

# Each is compared with every utterance.
MOST = 60


LATEST_ITEMS = 20
LONGEST_NAME_WORDS = 3
# Not at the start: the first word of a sentence is capitalised, too.
NAME = re.compile(r"(?<=[\w,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)*")


def likely(config: SessionConfig, items: Sequence[Item] = ()) -> tuple[str, ...]:
    """The most telling first; of the items, the latest."""
    return tuple(dict.fromkeys([*_all(config), *_named(items)]))[:MOST]


def _all(config: SessionConfig) -> Iterator[str]:
    transcription = config.audio.input.transcription
    if transcription and isinstance(transcription.keywords, list):
        yield from transcription.keywords
    for tool in config.tools if isinstance(config, RealtimeConfig) else ():
        if isinstance(tool, FunctionTool):
            yield from _choices(tool.parameters)


def _choices(schema: Any) -> Iterator[str]:
    """The texts that a JSON schema lists, one level of properties deep."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for shape in properties.values() if isinstance(properties, dict) else ():
        choices = shape.get("enum") if isinstance(shape, dict) else None
        listed = choices if isinstance(choices, list) else []
        yield from (one for one in listed if isinstance(one, str))


def _named(items: Sequence[Item]) -> Iterator[str]:
    """Names in what was written, and the short texts among what the tools gave."""
    for item in reversed(items[-LATEST_ITEMS:]):
        if item.type == "function_call_output":
            yield from (text for text in _texts(item.fields["output"]) if _is_name(text))
        for part in item.content:
            yield from NAME.findall(part.text or "")


def _texts(output: str) -> Iterator[str]:
    try:
        left = [msgspec.json.decode(output)]
    except (msgspec.DecodeError, RecursionError):
        return
    while left:
        value = left.pop()
        if isinstance(value, dict | list):
            left += value.values() if isinstance(value, dict) else value
        elif isinstance(value, str):
            yield value


def _is_name(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= LONGEST_NAME_WORDS and all(word.isalpha() for word in words)

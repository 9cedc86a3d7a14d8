"""Words that are likely in this session: what its tools can be given, and the client's keywords."""

from collections.abc import Iterator
from typing import Any

from engine.core.config import FunctionTool, RealtimeConfig, SessionConfig

# Each is compared with every utterance.
MOST = 60


def likely(config: SessionConfig) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_all(config)))[:MOST]


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

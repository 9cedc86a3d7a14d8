"""Token counts in the protocol's shape; text is estimated, audio follows its documented rate."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.core.items import Item

CHARACTERS_PER_TOKEN = 4
USER_AUDIO_MS_PER_TOKEN = 100
ASSISTANT_AUDIO_MS_PER_TOKEN = 50
CACHE_STEP = 64


@dataclass(frozen=True)
class Tokens:
    text: int = 0
    audio: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.text + other.text, self.audio + other.audio)

    @property
    def total(self) -> int:
        return self.text + self.audio


def text_tokens(text: str) -> int:
    return -(-len(text) // CHARACTERS_PER_TOKEN)


def item_tokens(item: Item) -> Tokens:
    """What an item costs; speech is counted as speech, its transcript is not counted again."""
    audio_ms = sum(part.audio_ms for part in item.content)
    step = USER_AUDIO_MS_PER_TOKEN if item.role == "user" else ASSISTANT_AUDIO_MS_PER_TOKEN
    spoken = "".join(p.transcript or "" for p in item.content) if item.role == "assistant" else ""
    return Tokens(text_tokens(item.words() + spoken), -(-audio_ms // step))


def items_tokens(items: Iterable[Item]) -> Tokens:
    return sum((item_tokens(item) for item in items), Tokens())


def cached(before: Tokens, now: Tokens) -> Tokens:
    """The part of the input that the response before had as well, in whole steps."""
    return Tokens(*(min(old, new) // CACHE_STEP * CACHE_STEP for old, new in _pairs(before, now)))


def response_usage(given: Tokens, reused: Tokens, made: Tokens) -> dict[str, Any]:
    return {
        "total_tokens": given.total + made.total,
        "input_tokens": given.total,
        "output_tokens": made.total,
        "input_token_details": {
            **_by_kind(given),
            "cached_tokens": reused.total,
            "cached_tokens_details": _by_kind(reused),
        },
        "output_token_details": {"text_tokens": made.text, "audio_tokens": made.audio},
    }


def transcription_usage(audio_ms: int) -> dict[str, Any]:
    return {"type": "duration", "seconds": round(audio_ms / 1000, 2)}


def _by_kind(tokens: Tokens) -> dict[str, int]:
    return {"text_tokens": tokens.text, "audio_tokens": tokens.audio, "image_tokens": 0}


def _pairs(before: Tokens, now: Tokens) -> tuple[tuple[int, int], tuple[int, int]]:
    return (before.text, now.text), (before.audio, now.audio)

"""What dictation knows of languages, as data: spoken commands, and texts that nobody said."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec


class Phrases(msgspec.Struct, frozen=True):
    """Said at the end of an utterance: it sends the message, or clears the field."""

    send: str = ""
    purge: str = ""


class Phantoms(msgspec.Struct, frozen=True):
    always: tuple[str, ...]
    short: tuple[str, ...]


class Knowledge(msgspec.Struct, frozen=True):
    phrases: dict[str, Phrases]
    phantoms: Phantoms


_text = Path(__file__).with_name("dictation.toml").read_text(encoding="utf-8")
KNOWN = msgspec.convert(tomllib.loads(_text), Knowledge)

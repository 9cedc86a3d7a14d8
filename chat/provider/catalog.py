"""What the provider offers, as data: voices, models and when they end, languages."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec


class Voice(msgspec.Struct, frozen=True):
    name: str
    line: str


class Model(msgspec.Struct, frozen=True):
    """`ends`: the day after which the provider serves it no more; None when none is announced."""

    name: str
    line: str
    ends: date | None = None
    reasons: bool = False

    def is_over(self, today: date) -> bool:
        return self.ends is not None and self.ends <= today


class Defaults(msgspec.Struct, frozen=True):
    voice: str


class Catalog(msgspec.Struct, frozen=True):
    defaults: Defaults
    voices: tuple[Voice, ...]
    realtime_models: tuple[Model, ...]
    transcription_models: tuple[Model, ...]
    languages: dict[str, str]


_text = Path(__file__).with_name("catalog.toml").read_text(encoding="utf-8")
CATALOG = msgspec.convert(tomllib.loads(_text), Catalog)

VOICES: tuple[str, ...] = tuple(voice.name for voice in CATALOG.voices)
DEFAULT_VOICE = CATALOG.defaults.voice


def realtime_model(name: str) -> Model:
    return _known(CATALOG.realtime_models, name)


def transcription_model(name: str) -> Model:
    return _known(CATALOG.transcription_models, name)


def _known(models: tuple[Model, ...], name: str) -> Model:
    """A model that we do not know is the provider's matter, not ours."""
    return next((model for model in models if model.name == name), Model(name, ""))

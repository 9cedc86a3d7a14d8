"""What the provider offers, as data: voices, models and when they end, languages."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec


class Voice(msgspec.Struct, frozen=True):
    """`classic`, `live`: the nearest of the other set, where that has none of this name."""

    name: str
    line: str
    classic: str = ""
    live: str = ""


class Model(msgspec.Struct, frozen=True):
    """`ends`: the day after which the provider serves it no more; None when none is announced.

    Of a transcription model: `finds_turns` where it takes turn detection (else whoever speaks says
    when an utterance is over), `keywords` where it takes words that are likely, `languages` where
    it writes down some of the catalogue's only; none named: all of them.
    """

    name: str
    line: str
    ends: date | None = None
    reasons: bool = False
    finds_turns: bool = True
    keywords: bool = False
    languages: tuple[str, ...] = ()

    def is_over(self, today: date) -> bool:
        return self.ends is not None and self.ends <= today

    def spoken(self) -> dict[str, str]:
        """The languages that it writes down, by code, in their own words."""
        return {code: CATALOG.languages[code] for code in self.languages or CATALOG.languages}


class TextModel(Model, frozen=True):
    """`cool`: it takes a temperature. One that is not listed is asked with it: the provider decides."""

    cool: bool = False


class SpeechModel(Model, frozen=True):
    """`voices`: those of the classic set that it has; empty when it has all."""

    voices: tuple[str, ...] = ()

    def has(self, voice: str) -> bool:
        return voice in (self.voices or CLASSIC_VOICES)


class Defaults(msgspec.Struct, frozen=True):
    voice: str
    classic_voice: str


class Catalog(msgspec.Struct, frozen=True):
    defaults: Defaults
    voices: tuple[Voice, ...]
    realtime_models: tuple[Model, ...]
    transcription_models: tuple[Model, ...]
    text_models: tuple[TextModel, ...]
    speech_models: tuple[SpeechModel, ...]
    classic_voices: tuple[Voice, ...]
    languages: dict[str, str]


_text = Path(__file__).with_name("catalog.toml").read_text(encoding="utf-8")
CATALOG = msgspec.convert(tomllib.loads(_text), Catalog)

VOICES: tuple[str, ...] = tuple(voice.name for voice in CATALOG.voices)
DEFAULT_VOICE = CATALOG.defaults.voice
CLASSIC_VOICES: tuple[str, ...] = tuple(voice.name for voice in CATALOG.classic_voices)
DEFAULT_CLASSIC_VOICE = CATALOG.defaults.classic_voice


def realtime_model(name: str) -> Model:
    return _known(CATALOG.realtime_models, name)


def transcription_model(name: str) -> Model:
    return _known(CATALOG.transcription_models, name)


def text_model(name: str) -> TextModel:
    known = (model for model in CATALOG.text_models if model.name == name)
    return next(known, TextModel(name, "", cool=True))


def speech_model(name: str) -> SpeechModel:
    known = (model for model in CATALOG.speech_models if model.name == name)
    return next(known, SpeechModel(name, ""))


def _known(models: tuple[Model, ...], name: str) -> Model:
    """A model that we do not know is the provider's matter, not ours."""
    return next((model for model in models if model.name == name), Model(name, ""))

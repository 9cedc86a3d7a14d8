"""A person's dictation as the provider's transcription session (protocol: section 2.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Preference, User
from chat.provider import catalog
from chat.provider.dictation import KNOWN
from chat.services import preferences

Noise = Preference.Noise
PCM = {"type": "audio/pcm", "rate": 24_000}
COMMANDS = ("send", "purge")
Phrases = dict[str, dict[str, str]]


def model_of(preference: Preference, today: date) -> str:
    wished = preference.dictation_model
    is_over = catalog.transcription_model(wished).is_over(today)
    return settings.DICTATION_MODEL if is_over or not wished else wished


def languages_of(preference: Preference) -> dict[str, str]:
    """Those of the model that holds now, by code, in their own words."""
    name = model_of(preference, timezone.localdate())
    return catalog.transcription_model(name).spoken()


def language_of(preference: Preference) -> str:
    """The one that was chosen, where the model that holds now writes it down; else it finds out."""
    chosen = preference.dictation_language
    return chosen if chosen in languages_of(preference) else ""


def compose(preference: Preference) -> dict[str, Any]:
    near_or_far = None if preference.noise == Noise.OFF else {"type": preference.noise}
    heard = {
        "format": PCM,
        "transcription": _transcription(preference),
        "noise_reduction": near_or_far,
        "turn_detection": turn_detection(preference),
    }
    return {"type": "transcription", "audio": {"input": heard}}


def turn_detection(preference: Preference) -> dict[str, Any] | None:
    """None for models that want none: the browser says when an utterance is over."""
    name = model_of(preference, timezone.localdate())
    if not catalog.transcription_model(name).finds_turns:
        return None
    return {
        "type": "server_vad",
        "threshold": preference.threshold,
        "prefix_padding_ms": preference.prefix_padding_ms,
        "silence_duration_ms": preference.dictation_silence_ms,
    }


def speak(user: User, language: str) -> None:
    """Keep the language of a person's dictation; empty: it is found by itself.

    Raises Refusal `bad_request`.
    """
    if language and language not in languages_of(preferences.of(user)):
        raise Refusal("bad_request", "There is no such language.")
    Preference.objects.update_or_create(user=user, defaults={"dictation_language": language})


def phrases_of(preference: Preference) -> Phrases:
    """By language what sends and what clears: the person's own before those to begin with."""
    begin = {
        name: {"send": known.send, "purge": known.purge} for name, known in KNOWN.phrases.items()
    }
    own: Phrases = preference.dictation_phrases
    return {name: begin.get(name, {}) | own.get(name, {}) for name in {*begin, *own}}


def listened_for(preference: Preference) -> dict[str, list[str]]:
    """The phrases that count now; in a language that is found by itself those of every language."""
    phrases = phrases_of(preference)
    language = language_of(preference)
    counted = [phrases.get(language, {})] if language else list(phrases.values())
    return {
        command: sorted({one[command] for one in counted if one.get(command)})
        for command in COMMANDS
    }


def _transcription(preference: Preference) -> dict[str, Any]:
    name = model_of(preference, timezone.localdate())
    found: dict[str, Any] = {"model": name}
    if language := language_of(preference):
        found["language"] = language
    if catalog.transcription_model(name).keywords:
        found["keywords"] = _keywords(preference)
    return found


def _keywords(preference: Preference) -> list[str]:
    """The commands of the language that is spoken, so that they are understood."""
    phrases = phrases_of(preference).get(language_of(preference) or "en", {})
    return [phrases[command] for command in COMMANDS if phrases.get(command)]

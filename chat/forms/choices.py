"""What one can choose among: voices and models of the catalogue."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from chat.models import Mode
from chat.provider.catalog import CATALOG, Model
from chat.services.voices import is_voice, named, nearest_of

Choices = list[tuple[str, str]]


def voices() -> Choices:
    return [(voice.name, voice.line) for voice in CATALOG.voices]


def voices_heard_in(mode: str, chosen: str = "") -> Choices:
    """By name and line; one chosen in the other mode stays, with what is heard in its place."""
    offered = CATALOG.voices if mode == Mode.LIVE else CATALOG.classic_voices
    found = [(one.name, f"{named(one.name)}: {one.line}") for one in offered]
    nearest = "" if not chosen or is_voice(chosen, mode) else nearest_of(chosen, mode)
    kept = [(chosen, f"{named(chosen)}: {named(nearest)} is heard instead")] if nearest else []
    return [*found, *kept]


def models(offered: tuple[Model, ...]) -> Choices:
    """Those that the provider still serves, with the day on which it ends them."""
    today = timezone.localdate()
    return [(model.name, _named(model)) for model in offered if not model.is_over(today)]


def offer(field: Any, choices: Choices, chosen: str) -> None:
    """What is chosen stays among the choices, also when it is offered no more."""
    known = {value for value, _ in choices}
    kept = [(chosen, f"{chosen} (no longer offered)")] if chosen and chosen not in known else []
    field.choices = choices + kept


def _named(model: Model) -> str:
    until = f" (until {date_format(model.ends, 'j M Y')})" if model.ends else ""
    return f"{model.name}{until}: {model.line.lower()}"

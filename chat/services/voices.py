"""Which voice is heard in which mode: the first choice where the mode has it, else its nearest."""

from __future__ import annotations

from typing import NamedTuple

from chat.models import Conversation, Mode, Preference
from chat.provider import catalog
from chat.provider.catalog import CATALOG, Voice

CUSTOM_VOICE = "voice_"


class Heard(NamedTuple):
    """`note`: what of the choice cannot be, and why; "" when all is as it was chosen.

    `is_gone`: no mode has that voice any more.
    """

    name: str
    note: str = ""
    is_gone: bool = False


def chosen(conversation: Conversation, preference: Preference, mode: str) -> Heard:
    """The conversation's own goes before its assistant's, and the person's for this mode.

    What was chosen stays stored as it was: back in the other mode it is heard again.
    """
    liked = (preference.voice, preference.classic_voice)
    liked = liked if mode == Mode.LIVE else liked[::-1]
    by = (conversation, conversation.assistant)
    own = [one.voice for one in by if one and one.voice]
    first = next((name for name in (*own, *liked) if name), default_of(mode))
    return heard_as(first, mode)


def heard_as(name: str, mode: str) -> Heard:
    """A stored voice as this mode has it."""
    if is_voice(name, mode):
        return Heard(name)
    words = "Live" if mode == Mode.LIVE else "Classic"
    nearest = nearest_of(name, mode)
    if nearest:
        return Heard(nearest, f"{words} has no {named(name)}; {named(nearest)} is nearest to it.")
    default = default_of(mode)
    said = f"The voice {name} is not available any more; {named(default)} speaks instead."
    return Heard(default, said, is_gone=True)


def nearest_of(name: str, mode: str) -> str:
    """Of this mode, to a voice of the other one; "" for one that neither has."""
    if name.startswith(CUSTOM_VOICE):
        return default_of(mode)
    other = CATALOG.classic_voices if mode == Mode.LIVE else CATALOG.voices
    known: Voice | None = next((voice for voice in other if voice.name == name), None)
    if known is None:
        return ""
    return (known.live if mode == Mode.LIVE else known.classic) or ""


def is_voice(name: str, mode: str) -> bool:
    """A custom one, by its id, only talks: nothing is said of it where texts are read aloud."""
    if mode == Mode.LIVE:
        return name in catalog.VOICES or name.startswith(CUSTOM_VOICE)
    return name in catalog.CLASSIC_VOICES


def default_of(mode: str) -> str:
    return catalog.DEFAULT_VOICE if mode == Mode.LIVE else catalog.DEFAULT_CLASSIC_VOICE


def named(voice: str) -> str:
    return "custom voice" if voice.startswith(CUSTOM_VOICE) else voice.capitalize()

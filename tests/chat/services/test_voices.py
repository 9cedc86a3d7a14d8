"""Voices of the two modes: mapped both ways, the first choice kept, what is gone said."""

import pytest

from chat.models import Conversation, Mode, Preference
from chat.provider import catalog
from chat.services import voices

LIVE, CLASSIC = Mode.LIVE, Mode.CLASSIC


@pytest.mark.parametrize("voice", catalog.VOICES)
def test_every_live_voice_has_one_in_classic(voice: str) -> None:
    assert voices.heard_as(voice, CLASSIC).name in catalog.CLASSIC_VOICES
    assert not voices.heard_as(voice, CLASSIC).is_gone


@pytest.mark.parametrize("voice", catalog.CLASSIC_VOICES)
def test_every_classic_voice_has_one_in_live(voice: str) -> None:
    assert voices.heard_as(voice, LIVE).name in catalog.VOICES
    assert not voices.heard_as(voice, LIVE).is_gone


@pytest.mark.parametrize(
    ("voice", "near"), [("onyx", "echo"), ("nova", "shimmer"), ("fable", "ballad")]
)
def test_a_voice_that_live_lacks_is_heard_as_its_nearest(voice: str, near: str) -> None:
    heard = voices.heard_as(voice, LIVE)
    assert heard.name == near
    assert voice.capitalize() in heard.note
    assert near.capitalize() in heard.note


def test_the_first_choice_comes_back() -> None:
    conversation, liked = Conversation(), Preference(voice="marin", classic_voice="onyx")
    heard = [voices.chosen(conversation, liked, mode).name for mode in (LIVE, CLASSIC, LIVE)]
    assert heard == ["marin", "onyx", "marin"]


def test_one_choice_holds_in_both_modes_and_comes_back() -> None:
    conversation = Conversation(voice="onyx")
    heard = [
        voices.chosen(conversation, Preference(), one).name for one in (CLASSIC, LIVE, CLASSIC)
    ]
    assert heard == ["onyx", "echo", "onyx"]
    assert conversation.voice == "onyx"


@pytest.mark.parametrize("mode", [LIVE, CLASSIC])
def test_a_stored_voice_that_is_gone_falls_back_and_says_so(mode: str) -> None:
    heard = voices.chosen(Conversation(voice="gone"), Preference(), mode)
    assert heard.name == voices.default_of(mode)
    assert heard.is_gone
    assert "The voice gone is not available any more" in heard.note


def test_a_custom_voice_only_talks() -> None:
    assert voices.heard_as("voice_mine", LIVE) == voices.Heard("voice_mine")
    assert voices.heard_as("voice_mine", CLASSIC).name in catalog.CLASSIC_VOICES

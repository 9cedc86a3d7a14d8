from datetime import date
from typing import Any

import pytest

from chat.models import Conversation, Preference, User
from chat.services import preferences

TODAY = date(2026, 11, 21)

pytestmark = pytest.mark.django_db


def test_who_never_chose_gets_the_installations_choice(
    alice: User, conversation: Conversation, settings: Any
) -> None:
    found = preferences.chosen(conversation, preferences.of(alice), TODAY)
    assert found == ("marin", settings.REALTIME_MODEL, [])


def test_a_conversations_own_voice_goes_before_the_persons(
    alice: User, conversation: Conversation
) -> None:
    conversation.voice = "coral"
    liked = Preference(user=alice, voice="sage", model="gpt-realtime-2.1-mini")
    assert preferences.chosen(conversation, liked, TODAY)[:2] == ("coral", "gpt-realtime-2.1-mini")


def test_a_voice_that_is_gone_falls_back_and_says_so(
    alice: User, conversation: Conversation
) -> None:
    found = preferences.chosen(conversation, Preference(user=alice, voice="gone"), TODAY)
    assert found.voice == "marin"
    assert found.notes == ["The voice gone is not available any more; Marin speaks instead."]


def test_a_custom_voice_is_one(alice: User, conversation: Conversation) -> None:
    found = preferences.chosen(conversation, Preference(user=alice, voice="voice_12ab"), TODAY)
    assert (found.voice, found.notes) == ("voice_12ab", [])


def test_a_model_that_has_ended_falls_back_and_says_so(
    alice: User, conversation: Conversation, settings: Any
) -> None:
    liked = Preference(user=alice, model="gpt-realtime")
    assert preferences.chosen(conversation, liked, date(2027, 1, 19)).notes == []
    found = preferences.chosen(conversation, liked, date(2027, 1, 20))
    assert found.model == settings.REALTIME_MODEL
    assert found.notes == [
        f"The model gpt-realtime has ended; {settings.REALTIME_MODEL} answers instead."
    ]


def test_a_transcription_model_that_has_ended_falls_back(alice: User, settings: Any) -> None:
    liked = Preference(user=alice, transcription_model="whisper-1")
    assert preferences.transcription_model(liked, TODAY) == "whisper-1"
    assert preferences.transcription_model(liked, date(2027, 2, 26)) == settings.TRANSCRIPTION_MODEL

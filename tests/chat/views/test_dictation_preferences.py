"""How somebody dictates: kept per person, phrases per language."""

import pytest
from django.test import Client
from django.urls import reverse

from chat.models import Preference, User
from chat.services import dictation_options

pytestmark = pytest.mark.django_db
SHOWN = {"dictation": "on", "dictation_silence_ms": "300", "phrases_of": "en"}
ENGLISH = {"send": "over and out", "purge": ""}


def save(page: Client, **fields: str) -> str:
    content = {**SHOWN, "send": "send message", "purge": "clear message", **fields}
    answer = page.post(reverse("dictation_preferences"), content, headers={"HX-Request": "true"})
    return answer.content.decode()


def test_phrases_are_kept_for_the_language_that_was_shown(page: Client, alice: User) -> None:
    assert "Saved" in save(page, **ENGLISH, dictation_language="de")
    liked = Preference.objects.get(user=alice)
    assert liked.dictation_phrases == {"en": ENGLISH}
    assert dictation_options.listened_for(liked) == {
        "send": ["Nachricht senden"],
        "purge": ["Nachricht löschen"],
    }


def test_without_a_language_the_phrases_of_all_count(alice: User) -> None:
    liked = Preference(user=alice, dictation_phrases={"en": ENGLISH})
    found = dictation_options.listened_for(liked)
    assert {"over and out", "Nachricht senden"} <= set(found["send"])
    assert "clear message" not in found["purge"]


def test_the_answer_shows_the_phrases_of_the_language_chosen(page: Client) -> None:
    assert "Nachricht senden" in save(page, dictation_language="de")


def test_it_is_switched_off_for_this_person_alone(page: Client, alice: User, bob: User) -> None:
    save(page, dictation="")
    assert not Preference.objects.get(user=alice).dictation
    assert not Preference.objects.filter(user=bob).exists()
    assert 'data-dictation="off"' in page.get(reverse("preferences")).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"dictation_language": "xx"}, {"phrases_of": "xx"}, {"dictation_silence_ms": "9"}]
)
def test_what_is_not_offered_is_refused(page: Client, wrong: dict[str, str]) -> None:
    assert "Not saved" in save(page, **wrong)
    assert not Preference.objects.exists()

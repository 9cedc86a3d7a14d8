"""The preferences page: everything is saved as one changes it, and only what is allowed."""

from typing import Any

import pytest
from django.test import Client

from chat.models import CallPolicy, Preference, User

pytestmark = pytest.mark.django_db

FORM = {
    "mode": "live",
    "voice": "coral",
    "model": "gpt-realtime-2.1-mini",
    "language": "de",
    "turns": "semantic_vad",
    "talk_key": "Space",
    "eagerness": "low",
    "noise": "far_field",
    "silence_ms": "700",
    "prefix_padding_ms": "200",
    "threshold": "0.6",
    "speed": "1.2",
    "reading_speed": "1",
    "effort": "high",
    "theme": "dark",
    "show_annotations": "on",
}


def save(client: Client, **fields: Any) -> Any:
    return client.post("/preferences/", FORM | fields, headers={"HX-Request": "true"})


def test_what_is_chosen_is_kept_and_shown(page: Client, alice: User) -> None:
    assert b"Saved" in save(page).content
    liked = Preference.objects.get(user=alice)
    assert (liked.voice, liked.language, liked.silence_ms) == ("coral", "de", 700)
    assert (liked.show_tool_calls, liked.show_annotations) == (False, True)
    shown = page.get("/preferences/").content.decode()
    assert 'data-theme="dark"' in shown
    assert 'data-tool-calls="off"' in shown


def test_the_keys_are_chosen_and_told_to_every_page(page: Client, alice: User) -> None:
    save(page, push_to_talk="on", talk_key="F4")
    liked = Preference.objects.get(user=alice)
    assert (liked.push_to_talk, liked.talk_key, liked.single_keys) == (True, "F4", False)
    shown = page.get("/check/").content.decode()
    assert 'data-talk-key="F4"' in shown
    assert 'data-single-keys="off"' in shown


def test_the_way_of_the_sound_is_chosen_and_told_to_every_page(page: Client, alice: User) -> None:
    save(page, transport="socket")
    assert Preference.objects.get(user=alice).transport == "socket"
    assert 'data-transport="socket"' in page.get("/check/").content.decode()


def test_the_administrator_s_way_of_the_sound_is_shown_and_the_person_s_kept(
    page: Client, alice: User
) -> None:
    Preference.objects.create(user=alice, transport="socket")
    CallPolicy.objects.create(transport="webrtc")
    save(page, transport="automatic")
    assert Preference.objects.get(user=alice).transport == "socket"
    shown = page.get("/preferences/").content.decode()
    assert 'data-transport="webrtc"' in shown
    assert "An administrator has decided this." in shown


def test_without_scripts_the_page_comes_again(page: Client) -> None:
    answer = page.post("/preferences/", FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/preferences/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"voice": "fable"},
        {"speed": "9"},
        {"threshold": "NaN"},
        {"silence_ms": "-1"},
        {"turns": "none"},
        {"custom_voice": "marin"},
        {"model": "<script>"},
        {"max_output_tokens": "5000"},
    ],
)
def test_what_is_not_allowed_is_said_and_nothing_is_kept(
    page: Client, alice: User, wrong: dict[str, str]
) -> None:
    assert b"Not saved" in save(page, **wrong).content
    assert not Preference.objects.filter(user=alice).exists()


def test_a_custom_voice_goes_before_the_others(page: Client, alice: User) -> None:
    save(page, custom_voice="voice_12ab")
    assert Preference.objects.get(user=alice).voice == "voice_12ab"
    assert 'value="voice_12ab"' in page.get("/preferences/").content.decode()


def test_a_voice_that_is_gone_is_still_shown_as_chosen(page: Client, alice: User) -> None:
    Preference.objects.create(user=alice, voice="fable")
    assert "no longer offered" in page.get("/preferences/").content.decode()


def test_a_stranger_is_sent_to_log_in() -> None:
    assert Client().get("/preferences/").status_code == 302


def test_what_classic_is_like_is_kept(page: Client, alice: User) -> None:
    save(page, mode="classic", text_model="gpt-4.1", temperature="0.4", classic_voice="onyx")
    liked = Preference.objects.get(user=alice)
    kept = (liked.mode, liked.text_model, liked.temperature, liked.classic_voice)
    assert kept == ("classic", "gpt-4.1", 0.4, "onyx")


@pytest.mark.parametrize("temperature", ["-0.1", "2.1", "hot", "nan"])
def test_a_temperature_that_no_model_takes_is_refused(
    page: Client, alice: User, temperature: str
) -> None:
    assert b"Not saved" in save(page, temperature=temperature).content
    assert not Preference.objects.exists()

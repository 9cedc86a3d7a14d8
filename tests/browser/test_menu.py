"""The conversation's menu and the preferences page, as a person uses them."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.live.person import Person


@pytest.fixture
def writer(alice: Person) -> Person:
    """Somebody who asked in writing and was answered."""
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alice.write("What time is it in Oslo?")
    alice.expect_message("assistant", r"Oslo")
    return alice


def menu(person: Person, name: str) -> Locator:
    person.page.get_by_role("button", name="More about this conversation").click()
    return person.page.locator("[data-view=thread-menu]").get_by_text(name, exact=True)


def clipboard(person: Person) -> str:
    found: str = person.page.evaluate("navigator.clipboard.readText()")
    return found


def said(person: Person, text: str) -> None:
    expect(person.page.get_by_role("status").filter(has_text=text)).to_be_visible()


def test_a_right_click_copies_the_message_under_it(writer: Person) -> None:
    writer.page.locator("article[data-role=user]").click(button="right")
    writer.page.get_by_role("button", name="Copy message").click()
    said(writer, "Copied.")
    assert clipboard(writer) == "What time is it in Oslo?"


def test_the_whole_conversation_goes_to_the_clipboard(writer: Person) -> None:
    menu(writer, "Export conversation").click()
    said(writer, "in the clipboard")
    assert "You: What time is it in Oslo?\n" in clipboard(writer)
    menu(writer, "Copy as JSONL").click()
    said(writer, "as JSONL")
    about, first, *_ = clipboard(writer).splitlines()
    assert json.loads(about)["type"] == "conversation"
    assert json.loads(first)["content"] == "What time is it in Oslo?"


@pytest.mark.parametrize(("name", "kind"), [("JSONL", "jsonl"), ("Markdown", "md")])
def test_a_conversation_can_be_downloaded(
    writer: Person, tmp_path: Path, name: str, kind: str
) -> None:
    with writer.page.expect_download() as download:
        menu(writer, f"Download {name}").click()
    assert download.value.suggested_filename == f"What-time-is-it-in-Oslo.{kind}"
    download.value.save_as(tmp_path / "kept")
    assert "What time is it in Oslo?" in (tmp_path / "kept").read_text()


def test_what_the_thread_shows_is_kept_for_the_person(writer: Person, person: People) -> None:
    tool = writer.page.locator("article[data-role=tool]")
    facts = writer.page.locator(".message__facts").first
    expect(tool).to_be_visible()
    expect(facts).to_be_hidden()
    menu(writer, "Show tool calls").click()
    writer.page.get_by_role("button", name="Show debug annotations").click()
    expect(tool).to_be_hidden()
    expect(facts).to_contain_text("#1")
    writer.page.reload()
    expect(tool).to_be_hidden()
    expect(facts).to_be_visible()
    for name in ("Show tool calls", "Show debug annotations"):
        menu(writer, name).click()
        writer.page.keyboard.press("Escape")
    expect(tool).to_be_visible()
    expect(facts).to_be_hidden()


def test_the_menu_is_walked_by_keyboard(writer: Person) -> None:
    writer.page.locator("[data-view=thread]").focus()
    writer.page.keyboard.press("Shift+F10")
    first = writer.page.locator("[data-view=thread-menu] [data-does=copy]")
    expect(first).to_be_focused()  # of what stands in the middle of the thread, if anything does
    for _ in range(4):
        writer.page.keyboard.press("ArrowDown")
    expect(writer.page.get_by_role("button", name="Export conversation")).to_be_focused()
    writer.page.keyboard.press("Enter")
    said(writer, "in the clipboard")


def choose(person: Person, name: str, label: str) -> None:
    group = person.page.get_by_role("group", name=name)
    group.get_by_role("radio", name=label).check()
    expect(person.page.locator("#outcome")).to_contain_text("Saved")


def test_a_theme_holds_at_once_and_on_the_next_page(alice: Person) -> None:
    root = alice.page.locator("html")
    alice.page.goto("/preferences/")
    choose(alice, "Appearance", "Dark")
    expect(root).to_have_attribute("data-theme", "dark")
    alice.page.goto("/")
    expect(root).to_have_attribute("data-theme", "dark")
    alice.page.goto("/preferences/")
    choose(alice, "Appearance", "System")


def test_a_voice_is_heard_and_chosen_for_the_next_call(alice: Person) -> None:
    alice.page.goto("/preferences/")
    with alice.page.expect_response("**/voices/coral/preview/") as heard:
        alice.page.get_by_role("button", name="Hear Coral").click()
    assert heard.value.headers["content-type"] == "audio/mpeg"
    alice.page.get_by_role("radio", name="Coral").check(force=True)
    expect(alice.page.locator("#outcome")).to_contain_text("Saved")
    alice.page.goto("/")
    assert started(alice)["voice"] == "coral"
    alice.page.goto("/preferences/")
    alice.page.get_by_role("radio", name="Marin").check(force=True)


def started(person: Person) -> dict[str, Any]:
    with person.page.expect_response("**/sessions/") as answer:
        person.talk()
    found: dict[str, Any] = answer.value.json()
    person.end_call()
    return found

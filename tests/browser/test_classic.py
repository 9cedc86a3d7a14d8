"""Classic in a browser: answered with a tool, switched both ways, with voices mapped."""

import re
from uuid import UUID

from playwright.sync_api import expect

from tests.live.person import Person


def switch(person: Person) -> None:
    person.page.get_by_role("switch", name="Live").click()


def in_classic(person: Person) -> None:
    lever = person.page.get_by_role("switch", name="Live")
    if lever.get_attribute("aria-checked") == "true":
        lever.click()
    expect(person.page.locator("[data-conversation]")).to_have_attribute("data-mode", "classic")


def test_the_engine_answers_in_classic_as_well(alice: Person) -> None:
    in_classic(alice)
    alice.write("What time is it in Tokyo?")
    alice.expect_message("tool", "get_current_time")
    alice.expect_message("assistant", "Tokyo")


def test_the_modes_change_both_ways_with_one_thread(alice: Person) -> None:
    mode = alice.page.locator("[data-conversation]")
    badge = alice.page.locator(".badge--live")
    expect(badge).to_be_visible()
    alice.write("What can you do?")
    alice.expect_message("assistant", ".")
    in_classic(alice)
    expect(badge).to_be_hidden()
    alice.write("What time is it in Tokyo?")
    alice.expect_message("assistant", "Tokyo")
    switch(alice)
    expect(mode).to_have_attribute("data-mode", "live")
    alice.talk()
    said = [role for _, role, _ in alice.thread() if role != "tool"]
    assert said == ["user", "assistant"] * 2
    switch(alice)  # in the middle of a call
    expect(mode).to_have_attribute("data-mode", "classic")
    alice.write("What can you do?")
    alice.wait_until(lambda: alice.messages("assistant", status="final").count() == 3)
    alice.expect_sound_rows()


def test_a_voice_that_live_lacks_is_mapped_and_comes_back(alice: Person) -> None:
    in_classic(alice)
    here = alice.conversation
    alice.page.goto(f"/conversations/{here}/settings/")
    alice.page.get_by_label("Voice", exact=True).select_option("onyx")
    alice.page.get_by_role("button", name="Save").click()
    switch(alice)
    note = alice.page.locator("[data-key=brief]")
    expect(note).to_have_text(re.compile("Live has no Onyx; Echo is nearest to it"))
    in_classic(alice)
    kept = "SELECT voice FROM chat_conversation WHERE id = ?"
    assert alice.parley.rows(kept, UUID(here).hex) == [{"voice": "onyx"}]

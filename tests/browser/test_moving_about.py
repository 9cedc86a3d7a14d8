"""The call outlives what people do with pages and devices."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.by_socket import transports
from tests.browser.conftest import People
from tests.browser.test_call import facts
from tests.live import ledger
from tests.live.person import Person


def test_another_page_and_back_leaves_the_call_on(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    home = alice.conversation
    alice.page.get_by_role("button", name="New conversation").click()
    expect(alice.call).to_contain_text("In call:")
    spoken = alice.say("what-can-you-do")
    alice.expect_sound_after(spoken["to"])
    alice.page.get_by_role("link", name="In call:").click()
    alice.expect_message("user", "what can you do")
    assert (alice.conversation, alice.measure("log.opened")) == (home, 1)


def test_the_bar_leads_to_the_call_and_not_to_the_newest_conversation(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    home = alice.conversation
    alice.page.get_by_role("button", name="New conversation").click()
    alice.wait_until(lambda: alice.conversation != home)
    alice.write("Newer than the call")
    alice.expect_message("user", "Newer than the call")
    alice.page.get_by_role("link", name="In call:").click()
    alice.wait_until(lambda: alice.conversation == home)


TALK_AT_THE_TURN = """() => document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "page") setTimeout(() => document.querySelector(".composer__talk").click());
})"""


def test_who_talks_at_once_talks_in_the_conversation_that_is_shown(alice: Person) -> None:
    alice.talk()
    alice.write("hello")
    alice.expect_message("user", "hello")
    alice.end_call()
    before = alice.conversation
    alice.page.evaluate(TALK_AT_THE_TURN)
    alice.page.get_by_role("button", name="New conversation").click()
    alice.wait_for_state("listening")
    assert alice.conversation != before
    assert transports(alice) == ["webrtc"]


def test_a_reload_takes_the_call_up_again_without_asking(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    before = alice.thread()
    alice.page.reload()
    alice.wait_for_state("listening")
    assert alice.thread()[: len(before)] == before
    alice.ask("my-name-is-alice")
    assert len(alice.thread()) == len(before) + 2
    alice.expect_sound_rows()


def test_a_second_device_sees_the_conversation_grow(alice: Person, person: People) -> None:
    elsewhere = person("alice@example.com")
    elsewhere.open(alice.conversation)
    alice.talk()
    alice.ask("hello-how-are-you")
    elsewhere.expect_message("user", "hello")
    elsewhere.expect_message("assistant", r"\w+")
    assert [row[:2] for row in elsewhere.thread()] == [row[:2] for row in alice.thread()]


def test_a_second_device_is_asked_before_it_takes_the_call(alice: Person, person: People) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    elsewhere = person("alice@example.com")
    elsewhere.open(alice.conversation)
    elsewhere.press_talk()
    elsewhere.page.locator("[data-view=notices] [data-part=action]").click()
    elsewhere.wait_for_state("listening")
    alice.wait_for_state("ended", "idle")
    alice.expect_sound_rows()


def test_another_user_gets_the_answer_of_a_missing_page(alice: Person, person: People) -> None:
    alice.write("This is for me alone.")
    alice.expect_message("user", "for me alone")
    bob = person("bob@example.com")
    foreign, missing = (
        bob.visit(f"/conversations/{one}/") for one in (alice.conversation, uuid.uuid4())
    )
    assert foreign == missing
    assert foreign[0] == 404


def test_another_user_hears_nothing_of_a_call(alice: Person, person: People) -> None:
    bob = person("bob@example.com")
    frames: list[str] = []
    note = lambda frame: frames.append(str(frame))  # noqa: E731 - Playwright wants a function
    bob.page.on("websocket", lambda socket: socket.on("framereceived", note))
    bob.page.reload()
    alice.talk()
    alice.ask("hello-how-are-you")
    bob.write("Hello.")
    bob.expect_message("assistant", r"\w+")
    assert frames
    assert [frame for frame in frames if alice.conversation in frame] == []


def test_after_logging_out_the_next_person_sees_and_sends_nothing_of_the_first(
    alice: Person,
) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    first, rows = alice.conversation, len(ledger.messages(alice.parley, alice.conversation))
    alice.log_out()
    alice.log_in("bob@example.com")
    alice.page.go_back()
    alice.page.goto("/")
    assert first not in alice.page.content()
    assert alice.visit(f"/conversations/{first}/")[0] == 404
    assert len(ledger.messages(alice.parley, first)) == rows
    alice.expect_sound_rows(first)


@pytest.mark.parametrize("moment", ["while the assistant speaks", "while the person speaks"])
def test_a_killed_web_loses_and_doubles_nothing_and_the_call_goes_on(
    alice: Person, moment: str
) -> None:
    alice.talk()
    asked = alice.say("what-can-you-do")
    if moment == "while the assistant speaks":
        alice.expect_sound_after(asked["to"])
    alice.parley.kill_web()
    alice.expect_message("assistant", r"\w+")
    alice.wait_for_state("listening")
    alice.ask("hello-how-are-you")
    assert alice.measure("log.opened") == 1
    alice.end_call()
    alice.expect_stored(lambda: facts(alice, "role"), [("user",), ("assistant",)] * 2)
    alice.expect_sound_rows()

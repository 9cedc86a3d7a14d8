"""Leaving the page and coming back to it, and its debug log."""

from playwright.sync_api import expect

from tests.live import ledger
from tests.live.person import Person

# As a browser that keeps pages for Back does it: the page sleeps as it is, and is shown again.
SLEEP = "() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
WAKE = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def test_a_page_that_was_kept_for_back_shows_what_came_meanwhile(
    alice: Person,
) -> None:
    alice.write("Hello.")
    alice.expect_message("assistant", r"\w+")
    alice.page.evaluate(SLEEP)
    other = alice.new_page()
    other.goto(f"/conversations/{alice.conversation}/")
    other.get_by_role("textbox", name="Message").fill("What can you do?")
    other.keyboard.press("Enter")
    alice.wait_until(lambda: len(ledger.messages(alice.parley, alice.conversation)) == 4)
    expect(alice.messages("user")).to_have_count(1)
    alice.page.evaluate(WAKE)
    expect(alice.messages("user")).to_have_count(2)


def test_its_call_ends_when_it_sleeps_and_goes_on_when_it_wakes(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    alice.page.evaluate(SLEEP)
    alice.wait_for_state("ended")
    alice.page.evaluate(WAKE)
    alice.wait_for_state("listening")
    alice.ask("what-can-you-do")
    alice.end_call()
    assert ledger.faults(alice.parley, alice.conversation) == []


def test_another_site_and_back_takes_the_call_up_again(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    before = alice.thread()
    alice.page.goto("about:blank")
    alice.page.go_back()
    alice.wait_for_state("listening")
    assert alice.thread()[: len(before)] == before


def test_the_debug_log_tells_what_happens_and_nothing_that_is_said(alice: Person) -> None:
    lines: list[str] = []
    alice.page.on("console", lambda message: lines.append(message.text))
    alice.write("What can you do?")
    alice.expect_message("assistant", r"\w+")
    assert [line for line in lines if "parley" in line] == []
    alice.page.get_by_role("button", name="More").first.click()
    alice.page.get_by_role("button", name="Debug log in the console").click()
    alice.write("My name is Alice.")
    alice.expect_message("assistant", "alice")
    told = "".join(lines)
    assert "from the provider" in told
    assert "to the server" in told
    assert "My name is" not in told


def test_the_debug_log_is_switched_by_the_address_too(alice: Person) -> None:
    pressed = "() => document.querySelector('[data-debug]').getAttribute('aria-pressed')"
    for wish, expected in (("1", "true"), ("0", "false")):
        alice.page.goto(f"/conversations/{alice.conversation}/?debug={wish}")
        alice.page.get_by_role("button", name="More").first.click()
        assert alice.page.evaluate(pressed) == expected

"""By keyboard alone and by ear alone: where focus goes, and what is said aloud once."""

from playwright.sync_api import Page, expect

from tests.live.person import Person


def test_focus_follows_the_call_in_and_out(alice: Person) -> None:
    page = alice.page
    press_talk(page)
    alice.wait_for_state("listening")
    expect(page.get_by_role("button", name="Mute")).to_be_focused()
    page.keyboard.press("m")
    expect(alice.call).to_have_attribute("data-muted", "true")
    page.get_by_role("button", name="End", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Talk", exact=True)).to_be_focused()


def test_focus_goes_to_what_helps_when_a_call_fails(alice: Person) -> None:
    missing = "throw new DOMException('no', 'NotFoundError')"
    refuse = f"() => {{ navigator.mediaDevices.getUserMedia = async () => {{ {missing} }} }}"
    alice.page.evaluate(refuse)
    press_talk(alice.page)
    expect(alice.page.get_by_role("button", name="Try again")).to_be_focused()


def test_what_is_heard_is_not_read_out_as_well(alice: Person) -> None:
    log = alice.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    alice.talk()
    expect(log).to_have_attribute("aria-live", "off")
    alice.end_call()
    expect(log).to_have_attribute("aria-live", "polite")


def test_what_was_not_sent_is_there_after_a_reload(alice: Person) -> None:
    field = alice.page.get_by_role("textbox", name="Message")
    field.fill("half a sentence")
    alice.page.reload()
    expect(field).to_have_value("half a sentence")
    field.press("Enter")
    alice.expect_message("user", "half a sentence")
    alice.page.reload()
    expect(field).to_have_value("")


def test_one_s_own_message_comes_into_view(alice: Person) -> None:
    alice.write("tall\n" * 60)
    alice.expect_message("assistant", r"\w+")
    log = alice.page.get_by_role("log")
    log.evaluate("log => log.scrollTo(0, 0)")
    alice.write("Here I am.")
    expect(alice.expect_message("user", "Here I am")).to_be_in_viewport()


def test_talk_is_five_keys_from_the_top(alice: Person) -> None:
    alice.page.reload()
    talk = alice.page.get_by_role("button", name="Talk", exact=True)
    expect(talk).to_be_enabled()
    for key in ("Tab", "Tab", "Enter", "Tab", "Tab"):
        alice.page.keyboard.press(key)
    expect(talk).to_be_focused()


def press_talk(page: Page) -> None:
    """A key goes to a button that is still disabled as well, and does nothing there."""
    talk = page.get_by_role("button", name="Talk", exact=True)
    expect(talk).to_be_enabled()
    talk.press("Enter")

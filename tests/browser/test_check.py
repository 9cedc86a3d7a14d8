"""The connection check as somebody with a problem sees it."""

from playwright.sync_api import expect

from tests.live.person import Person

REFUSE = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
}"""


def test_everything_that_a_call_needs_is_found(alice: Person) -> None:
    alice.page.goto("/check/")
    alice.page.get_by_role("button", name="Check").click()
    expect(alice.page.locator("[data-outcome=good]")).to_have_count(5)
    expect(alice.page.locator("[data-finding=provider]")).to_contain_text("It answers in")


def test_a_denied_microphone_is_said_and_the_rest_is_tried(alice: Person) -> None:
    alice.page.goto("/check/")
    alice.page.evaluate(REFUSE)
    alice.page.get_by_role("button", name="Check").click()
    expect(alice.page.locator("[data-outcome=good]")).to_have_count(4)
    refused = alice.page.locator("[data-finding=microphone]")
    expect(refused).to_have_attribute("data-outcome", "bad")
    expect(refused).to_contain_text("Allow it in the address bar")

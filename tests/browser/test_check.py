"""The connection check as somebody with a problem sees it."""

import re

from playwright.sync_api import expect

from tests.live.person import ANSWER_MS, Person

REFUSE = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
}"""


EVERYTHING = ("secure", "microphone", "network", "socket", "provider")


def test_everything_that_a_call_needs_is_found(alice: Person) -> None:
    alice.page.goto("/check/")
    assert outcomes(alice) == dict.fromkeys(EVERYTHING, "good")
    expect(alice.page.locator("[data-finding=provider]")).to_contain_text("It answers in")


def test_a_denied_microphone_is_said_and_the_rest_is_tried(alice: Person) -> None:
    alice.page.goto("/check/")
    alice.page.evaluate(REFUSE)
    assert outcomes(alice) == dict.fromkeys(EVERYTHING, "good") | {"microphone": "bad"}
    refused = alice.page.locator("[data-finding=microphone]")
    expect(refused).to_contain_text("Allow it in the address bar")


def test_a_check_right_after_another_finds_the_same(alice: Person) -> None:
    alice.page.goto("/check/")
    first = outcomes(alice)
    alice.page.reload()
    assert outcomes(alice) == first


def outcomes(person: Person) -> dict[str, str]:
    """Of a whole check: the last finding says that it is over."""
    person.page.get_by_role("button", name="Check").click()
    last = person.page.locator(f"[data-finding={EVERYTHING[-1]}]")
    over = re.compile("good|bad")
    expect(last).to_have_attribute("data-outcome", over, timeout=ANSWER_MS)
    found = {name: person.page.locator(f"[data-finding={name}]") for name in EVERYTHING}
    return {name: one.get_attribute("data-outcome") or "" for name, one in found.items()}

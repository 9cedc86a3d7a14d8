"""Every page: no fault that axe-core knows, nothing that the content security policy refuses."""

from typing import Any, Literal

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.live.person import Person
from tests.live.rows import every_kind
from tests.live.seed import seeded
from tests.rules.files import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WAY_IN = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
INSIDE = [
    "/",
    "/conversations/",
    "/conversations/?q=nothing-has-this-title",
    "/conversations/?archived=1",
    "/assistants/",
    "/assistants/new/",
    "/preferences/",
    "/items/",
    "/items/?only=deleted",
    "/files/",
    "/tools/",
    "/tools/facts/",
    "/exports/",
    "/check/",
    "/devices/",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/no-such-page/",
]
ERRORS = ["400", "403", "403_csrf", "404", "429", "500", "503"]
REFUSE = """name => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", name); };
}"""
# As axe.run takes them.
EVERY_RULE: dict[str, Any] = {}
RULES_OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
SIZES = [(1280, 800), (360, 740)]


@pytest.mark.parametrize("path", WAY_IN)
def test_a_page_of_the_way_in_has_no_fault(person: People, path: str) -> None:
    nobody = person("")
    nobody.page.goto(path)
    assert faults_in_every_look(nobody.page) == []
    assert nobody.violations() == []


@pytest.mark.parametrize("path", INSIDE)
def test_a_page_has_no_fault(alice: Person, path: str) -> None:
    alice.page.goto(path)
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_page_has_no_fault(person: People, error: str) -> None:
    nobody = person("")
    body = render_to_string(f"{error}.html")
    nobody.page.route("**/error/", lambda route: route.fulfill(body=body, content_type="text/html"))
    nobody.page.goto("/error/")
    assert faults_in_every_look(nobody.page) == []


def test_an_empty_conversation_has_no_fault(alice: Person) -> None:
    expect(alice.page.get_by_text("Say something.")).to_be_visible()
    assert faults_in_every_look(alice.page) == []


def test_a_conversation_with_every_kind_of_message_has_no_fault(alice: Person) -> None:
    alice.open(seeded(alice.parley, "alice@example.com", every_kind())[0])
    for folded in alice.page.get_by_role("log").locator("summary").all():
        folded.evaluate("one => { one.parentElement.open = true; }")
    expect(alice.page.locator(".offer")).to_be_visible()  # what can be done about the last one
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []


def test_a_conversation_in_a_call_has_no_fault(alice: Person) -> None:
    alice.talk()
    alice.ask("what-time-is-it-in-tokyo")
    alice.write("Hello.")
    alice.expect_message("assistant", r"\w+")
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []


@pytest.mark.parametrize("form", ["settings", "title"])
def test_a_form_of_a_conversation_has_no_fault(alice: Person, form: str) -> None:
    alice.page.goto(f"/conversations/{alice.conversation}/{form}/")
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []


@pytest.mark.parametrize("opener", ["[data-opens=thread-menu]", "[popovertarget=account-menu]"])
def test_an_open_menu_has_no_fault(alice: Person, opener: str) -> None:
    for scheme in SCHEMES:
        alice.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        alice.page.locator(opener).click()
        expect(alice.page.locator(".menu:popover-open")).to_be_visible()
        assert faults(alice.page) == []
        alice.page.keyboard.press("Escape")


def test_the_list_of_conversations_has_no_fault_as_a_dialog(alice: Person) -> None:
    alice.page.get_by_role("button", name="Conversations").first.click()
    expect(alice.page.get_by_role("dialog")).to_be_visible()
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []


def test_the_reviewers_pages_have_no_fault(alice: Person, person: People) -> None:
    alice.write("What can you do?")
    alice.expect_message("assistant", r"\w+")
    admin = person("admin@example.com")
    admin.page.goto("/review/")
    assert faults_in_every_look(admin.page) == []
    admin.page.goto(f"/review/{alice.conversation}/")
    expect(admin.page.locator("body")).to_contain_text("What can you do?")
    assert faults_in_every_look(admin.page) == []
    assert admin.violations() == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "The microphone is blocked"),
        ("NotFoundError", "No microphone found"),
        ("NotReadableError", "Another program holds the microphone"),
    ],
)
def test_a_microphone_that_cannot_be_had_is_explained_and_writing_works(
    alice: Person, error: str, words: str
) -> None:
    alice.page.evaluate(REFUSE, error)
    alice.press_talk()
    expect(alice.call).to_contain_text(words)
    alice.write("What can you do?")
    alice.expect_message("assistant", r"\w+")


def faults_in_every_look(page: Page) -> list[str]:
    """Everything at each size, and once more in the other scheme what a change of colours can change."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            # Without motion: in the middle of a change of colour nothing has its contrast.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            rules = EVERY_RULE if scheme == SCHEMES[0] else RULES_OF_COLOUR
            found += [f"{scheme} {width}: {fault}" for fault in faults(page, rules)]
    return found


def faults(page: Page, rules: dict[str, Any] = EVERY_RULE) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("rules => axe.run(rules)", rules)
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]

"""An answer with code, a table and links: read, copied, and passed by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.live.person import Person
from tests.live.rows import every_kind
from tests.live.seed import seeded

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def reader(alice: Person) -> Person:
    alice.open(seeded(alice.parley, "alice@example.com", every_kind())[0])
    return alice


def test_copy_gives_the_code_and_nothing_else(reader: Person) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.page.get_by_role("button", name="Copy", exact=True).first.click()
    expect(reader.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = reader.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == reader.page.locator("figure code").first.inner_text()
    assert copied.startswith("def spoken")


def test_without_a_clipboard_the_code_is_selected(reader: Person) -> None:
    reader.page.evaluate("() => { navigator.clipboard.writeText = async () => { throw 0; }; }")
    reader.page.get_by_role("button", name="Copy", exact=True).first.click()
    selected = reader.page.evaluate("() => String(getSelection())")
    assert selected.startswith("def spoken")


def test_tab_goes_through_code_and_on(reader: Person) -> None:
    reader.page.get_by_role("button", name="Copy", exact=True).first.focus()
    seen = []
    for _ in range(3):
        reader.page.keyboard.press("Tab")
        seen.append(reader.page.evaluate("() => document.activeElement.matches('pre')"))
    assert seen == [True, False, False]


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_wide_scrolls_by_itself(reader: Person, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 740})
    code = reader.page.locator("figure pre").first
    assert width > 400 or code.evaluate("one => one.scrollWidth > one.clientWidth")
    assert reader.page.evaluate(OVERFLOW) <= 0

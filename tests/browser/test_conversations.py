"""The list of conversations in a browser: searched, renamed, walked through, and calls in several."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import People
from tests.browser.listing import in_sidebar, link, list_of, made, named, row, undo
from tests.browser.test_pages import faults, faults_in_every_look
from tests.live import ledger
from tests.live.parley import Parley
from tests.live.person import Person

PAYLOAD = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_a_title_is_changed_in_place_by_keyboard_everywhere(alice: Person) -> None:
    title, better = named("first title"), named("better title")
    alice.open(made(alice, title))
    dialog = list_of(alice)
    link(dialog, title).press("F2")
    field = dialog.get_by_role("textbox", name="New title")
    expect(field).to_be_focused()
    field.fill(better)
    field.press("Enter")
    expect(link(dialog, better)).to_be_focused()
    expect(in_sidebar(alice, better)).to_be_visible()
    expect(alice.page.locator("#page-title")).to_have_text(better)
    expect(alice.page).to_have_title(f"{better} · Parley")


def test_escape_gives_a_new_title_up_and_leaves_the_list_open(alice: Person) -> None:
    title = named("as it was")
    made(alice, title)
    dialog = list_of(alice)
    link(dialog, title).press("F2")
    dialog.get_by_role("textbox", name="New title").fill("something else")
    alice.page.keyboard.press("Escape")
    expect(link(dialog, title)).to_be_focused()
    expect(row(dialog, title)).to_have_count(1)
    expect(dialog).to_be_visible()


def test_a_title_is_changed_by_touch_on_a_phone(alice: Person) -> None:
    title, better = named("by touch"), named("touched")
    made(alice, title)
    alice.page.set_viewport_size({"width": 360, "height": 740})
    dialog = list_of(alice)
    dialog.get_by_role("button", name=f"More for {title}").click()
    alice.page.get_by_role("group", name="Conversation").get_by_text("Rename").click()
    dialog.get_by_role("textbox", name="New title").fill(better)
    dialog.get_by_role("button", name="Save").click()
    expect(link(dialog, better)).to_be_visible()


def test_a_title_written_while_others_change_the_list_is_not_disturbed(
    alice: Person, person: People
) -> None:
    title, better = named("being renamed"), named("renamed")
    made(alice, title)
    dialog = list_of(alice)
    link(dialog, title).press("F2")
    expect(dialog.get_by_role("textbox", name="New title")).to_be_focused()
    alice.page.keyboard.type(better)
    arrived = named("from elsewhere")
    made(person("alice@example.com"), arrived)
    expect(in_sidebar(alice, arrived)).to_be_attached()
    alice.page.keyboard.press("Enter")
    expect(link(dialog, better)).to_be_focused()
    expect(link(dialog, arrived)).to_be_visible()


def test_titles_are_searched_as_one_types_without_accents_and_case(alice: Person) -> None:
    title = named("Crème brûlée")
    made(alice, title)
    dialog = list_of(alice)
    dialog.get_by_role("searchbox", name="Search titles").press_sequentially("BRULEE creme")
    expect(dialog.locator("mark").first).to_have_text("Crème")
    expect(dialog.get_by_role("status").first).to_contain_text("found")
    dialog.get_by_role("searchbox").fill(named("nothing has this name"))
    expect(dialog.locator("#finder-rows")).to_contain_text("No title has")


def test_arrows_walk_through_the_list_and_enter_opens(alice: Person) -> None:
    title = named("walked to")
    conversation = made(alice, title)
    made(alice, named("above it"))
    dialog = list_of(alice)
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "End", "Home"):
        alice.page.keyboard.press(key)
    alice.page.keyboard.press("ArrowDown")
    expect(link(dialog, title)).to_be_focused()
    alice.page.keyboard.press("Enter")
    alice.wait_until(lambda: alice.conversation == conversation)
    expect(dialog).to_be_hidden()


def test_older_conversations_come_while_one_scrolls(alice: Person) -> None:
    for number in range(60):
        made(alice, f"Scrolled {number}")
    dialog = list_of(alice)
    rows = dialog.locator("li.conversation")
    expect(rows).to_have_count(50)
    dialog.locator("#finder-rows").evaluate("one => one.scrollTo(0, one.scrollHeight)")
    expect(row(dialog, "Scrolled 3").last).to_be_attached()
    made(alice, named("while reading"))
    expect(row(dialog, "While reading")).to_be_attached()
    assert dialog.locator("#finder-rows").evaluate("one => one.scrollTop") > 1_000
    ids = rows.evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids)) > 55


def test_a_second_tab_in_a_call_warns_of_echo_and_both_calls_stay(alice: Person) -> None:
    first, second = made(alice, named("one call")), made(alice, named("another call"))
    alice.open(first)
    alice.talk()
    other = alice.new_page()
    other.goto(f"/conversations/{second}/")
    other.get_by_role("button", name="Talk", exact=True).click()
    notice = other.locator(".notice").filter(has_text="Another tab is in a call")
    expect(notice).to_be_visible()
    notice.get_by_role("button", name="Mute here").click()
    expect(other.locator("[data-view=call]")).to_have_attribute("data-muted", "true")
    expect(alice.call).to_have_attribute("data-state", "listening")
    expect(alice.page.locator(".notice").filter(has_text="Another tab")).to_have_count(0)


def test_talk_in_another_conversation_moves_the_call_after_asking(alice: Person) -> None:
    first, second = made(alice, named("left")), made(alice, named("moved to"))
    alice.open(first)
    alice.talk()
    in_sidebar(alice, "Moved to").first.click()
    alice.wait_until(lambda: alice.conversation == second)
    expect(alice.call).to_contain_text("In call:")
    alice.press_talk()
    alice.page.get_by_role("button", name="End it, go on here").click()
    expect(alice.page.get_by_role("link", name="In call:")).to_be_hidden()
    alice.wait_for_state("listening")
    held = lambda: [ledger.sessions(alice.parley, one)[0]["state"] for one in (first, second)]  # noqa: E731
    alice.expect_stored(held, ["ended", "live"])


def test_a_title_is_text_wherever_it_stands(alice: Person) -> None:
    alice.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    conversation = made(alice, PAYLOAD)
    alice.open(conversation)
    expect(alice.page.locator("#page-title")).to_have_text(PAYLOAD)
    dialog = list_of(alice)
    dialog.get_by_role("searchbox").fill("<img")
    expect(dialog.locator("mark").first).to_have_text("<img")
    link(dialog, PAYLOAD).first.press("Delete")
    expect(undo(alice, PAYLOAD).first).to_be_visible()
    assert alice.page.locator("img[src=x]").count() == 0
    assert alice.violations() == []


def test_the_list_has_no_fault_whatever_it_shows(alice: Person) -> None:
    gone, renamed = named("faultless"), named("renamed without fault")
    made(alice, gone)
    made(alice, renamed)
    dialog = list_of(alice)
    link(dialog, gone).press("Delete")
    link(dialog, renamed).press("F2")
    expect(dialog.get_by_role("textbox", name="New title")).to_be_focused()
    assert faults_in_every_look(alice.page) == []
    dialog.get_by_role("link", name="Archive").click()
    expect(dialog.get_by_role("link", name="All conversations")).to_be_focused()
    assert faults(alice.page) == []
    assert alice.violations() == []


@pytest.fixture
def plain(browser: Browser, parley: Parley, alice: Person) -> Iterator[Page]:
    """Alice's browser with scripts switched off."""
    context = browser.new_context(
        base_url=parley.address,
        java_script_enabled=False,
        storage_state=alice.context.storage_state(),
    )
    yield context.new_page()
    context.close()


def test_without_scripts_the_list_searches_renames_archives_and_deletes(
    alice: Person, plain: Page
) -> None:
    title, better = named("without scripts"), named("plain")
    made(alice, title)
    plain.goto("/conversations/")
    plain.get_by_role("searchbox").fill(title.upper())
    plain.get_by_role("button", name="Search", exact=True).click()
    expect(plain.locator("li.conversation")).to_have_count(1)
    plain.get_by_role("link", name=f"Rename {title}").click()
    plain.get_by_role("textbox", name="New title").fill(better)
    plain.get_by_role("button", name="Save").click()
    plain.get_by_role("button", name=f"Delete {better}").click()
    plain.get_by_role("button", name=f"Undo: {better}").click()
    plain.get_by_role("button", name=f"Archive {better}").click()
    plain.get_by_role("link", name="Archive", exact=True).click()
    plain.get_by_role("button", name=re.compile(f"Unarchive {better}")).click()
    expect(link(plain, better)).to_be_visible()

"""Conversations deleted, archived and brought back in a browser, on every device."""

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.listing import in_sidebar, link, list_of, made, named, row, undo
from tests.live import ledger
from tests.live.person import Person


def test_what_is_deleted_by_key_comes_back_by_undo_with_focus(alice: Person) -> None:
    title, below = named("deleted"), named("below")
    made(alice, below)
    made(alice, title)
    dialog = list_of(alice)
    link(dialog, title).press("Delete")
    expect(row(dialog, title)).to_have_count(0)
    expect(link(dialog, below)).to_be_focused()
    undo(alice, title).click()
    expect(link(dialog, title)).to_be_focused()
    expect(in_sidebar(alice, title)).to_be_visible()
    expect(undo(alice, title)).to_have_count(0)


def test_the_undo_is_there_on_another_device_and_after_a_reload(
    alice: Person, person: People
) -> None:
    elsewhere, title = person("alice@example.com"), named("undone elsewhere")
    made(alice, named("on both pages"))
    made(alice, title)
    link(list_of(alice), title).press("Delete")
    expect(undo(elsewhere, title)).to_be_visible()
    elsewhere.page.reload()
    undo(elsewhere, title).click()
    expect(in_sidebar(alice, title)).to_be_attached()
    expect(undo(alice, title)).to_have_count(0)


def test_when_the_conversation_on_the_page_is_deleted_every_tab_goes_on_to_the_newest(
    alice: Person,
) -> None:
    newest, title = named("newest"), named("on the page")
    conversation = made(alice, title)
    made(alice, newest)
    other = alice.new_page()
    for page in (other, alice.page):
        page.goto(f"/conversations/{conversation}/")
    dialog = list_of(alice)
    link(dialog, title).press("Delete")
    for page in (other, alice.page):
        expect(page.locator("#page-title")).to_have_text(newest)
    expect(dialog).to_be_visible()
    undo(alice, title).click()
    expect(alice.page.locator("#page-title")).to_have_text(title)


def test_the_notice_with_undo_goes_by_itself_and_the_conversation_is_gone(alice: Person) -> None:
    title = named("gone")
    conversation = made(alice, title)
    link(list_of(alice), title).press("Delete")
    alice.page.keyboard.press("Escape")
    expect(undo(alice, title)).to_be_visible()
    expect(undo(alice, title)).to_have_count(0, timeout=40_000)
    assert alice.visit(f"/conversations/{conversation}/")[0] == 404


def test_deleting_a_conversation_ends_its_call_on_every_device(
    alice: Person, person: People
) -> None:
    title, elsewhere = named("in a call"), person("alice@example.com")
    conversation = made(alice, title)
    alice.open(conversation)
    alice.talk()
    dialog = list_of(elsewhere)
    expect(row(dialog, title)).to_contain_text("In a call on Chrome")
    link(dialog, title).press("Delete")
    alice.wait_for_state("idle", "ended")
    expect(alice.page.get_by_role("status").filter(has_text="was deleted")).to_be_visible()
    alice.expect_stored(lambda: ledger.end_reasons(alice.parley, conversation), ["deleted"])


def test_the_archive_takes_gives_back_and_never_opens_by_itself(alice: Person) -> None:
    title = named("archived")
    conversation = made(alice, title)
    dialog = list_of(alice)
    row(dialog, title).hover()
    row(dialog, title).get_by_role("button", name=f"Archive {title}").click()
    expect(row(dialog, title)).to_have_count(0)
    expect(in_sidebar(alice, title)).to_have_count(0)
    alice.page.goto("/")
    assert alice.conversation != conversation
    dialog = list_of(alice)
    dialog.get_by_role("link", name="Archive").click()
    row(dialog, title).hover()
    row(dialog, title).get_by_role("button", name=f"Unarchive {title}").click()
    expect(in_sidebar(alice, title)).to_be_attached()


def test_an_archived_conversation_says_so_and_can_be_taken_out(alice: Person) -> None:
    title = named("taken out")
    alice.open(made(alice, title))
    out = alice.page.locator("header").get_by_role("button", name="Unarchive")
    expect(out).to_be_hidden()
    dialog = list_of(alice)
    row(dialog, title).get_by_role("button", name=f"Archive {title}").click()
    alice.page.keyboard.press("Escape")
    out.click()
    expect(out).to_be_hidden()
    expect(in_sidebar(alice, title)).to_be_attached()

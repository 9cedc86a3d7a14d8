"""Words for the list of conversations: how a person finds a row, a link, an Undo."""

from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.live.person import Person


def made(somebody: Person, title: str) -> str:
    """A conversation that is called so, made without the page; returns its id."""
    requests = somebody.context.request
    token = next(one for one in somebody.context.cookies() if one["name"] == "csrftoken")["value"]
    headers = {"X-CSRFToken": token, "Referer": somebody.parley.address}
    page = requests.post("/conversations/", headers=headers)
    conversation = page.url.rstrip("/").rpartition("/")[2]
    message = {"client_id": str(uuid4()), "content": title}
    address = f"/conversations/{conversation}/messages/"
    assert requests.post(address, headers=headers, data=message).status == 201
    return conversation


def named(words: str) -> str:
    """A title that no other test has."""
    return f"{words} {uuid4().hex[:6]}".capitalize()


def list_of(somebody: Person) -> Locator:
    """The open dialog."""
    somebody.page.keyboard.press("Control+k")
    dialog = somebody.page.get_by_role("dialog", name="Conversations")
    expect(dialog).to_be_visible()
    return dialog


def row(within: Page | Locator, title: str) -> Locator:
    return within.locator("li.conversation").filter(has_text=title)


def link(within: Page | Locator, title: str) -> Locator:
    return row(within, title).locator("a.conversation__open")


def in_sidebar(somebody: Person, title: str) -> Locator:
    return somebody.page.locator("#recent a").filter(has_text=title)


def undo(somebody: Person, title: str) -> Locator:
    return somebody.page.get_by_role("button", name=f"Undo: {title}")

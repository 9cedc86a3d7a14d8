"""People whose calls go through the server."""

from playwright.sync_api import expect

from tests.live import ledger
from tests.live.person import Person


def prefer(person: Person, way: str) -> None:
    """In the preferences; it holds for all of this person's pages from then on."""
    person.page.goto("/preferences/")
    person.page.get_by_text("More about the call").click()
    with person.page.expect_response("**/preferences/"):
        person.page.get_by_role("radio", name=way).check()
    person.page.goto("/")
    expect(person.page.locator(f"html[data-transport={VALUES[way]}]")).to_be_attached()
    person.page.wait_for_load_state("load")


VALUES = {"Automatic": "automatic", "WebRTC": "webrtc", "Through the server": "socket"}


def fix_on_page(person: Person, choice: str) -> None:
    """For this page alone, until it is loaded again."""
    person.page.evaluate("choice => (document.documentElement.dataset.transport = choice)", choice)


def transports(person: Person, conversation: str = "") -> list[str]:
    held = ledger.sessions(person.parley, conversation or person.conversation)
    return [one["transport"] for one in sorted(held, key=lambda one: str(one["id"]))]


def truncations(person: Person) -> list[dict[str, float]]:
    """What the provider has cut: ms of the item, and when (seconds of the instruments)."""
    found: list[dict[str, float]] = person.measure("log.truncated")
    return found

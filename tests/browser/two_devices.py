"""Two devices of one person that look at the same conversation."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Locator

from tests.live.parley import Parley
from tests.live.person import Person


def laptop_and_phone(browser: Browser, parley: Parley) -> Iterator[list[Person]]:
    """Alice's: what a fixture yields from."""
    laptop, phone = (Person(browser, parley, "alice@example.com") for _ in range(2))
    laptop.new_conversation()
    phone.open(laptop.conversation)
    yield [laptop, phone]
    for one in (laptop, phone):
        one.leave()


def call_tool(person: Person, name: str, arguments: str) -> None:
    """The provider takes it for a call by its model; it may be made again and again."""
    call_id = f"call_{person.page.evaluate('() => crypto.randomUUID().slice(0, 8)')}"
    call = {"type": "function_call", "name": name, "call_id": call_id, "arguments": arguments}
    event = {"type": "conversation.item.create", "item": call}
    person.page.evaluate("event => instruments.tell(event)", event)


def card(person: Person) -> Locator:
    return person.page.get_by_role("region", name="Waiting for your approval")

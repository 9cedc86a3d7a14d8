"""Somebody who dictates into the composer."""

import re

from playwright.sync_api import Locator, expect

from tests.live.person import ANSWER_MS, Person


class Dictating:
    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def field(self) -> Locator:
        return self.person.page.get_by_role("textbox", name="Message")

    @property
    def button(self) -> Locator:
        return self.person.page.locator("[data-part=dictate]")

    @property
    def line(self) -> Locator:
        return self.person.page.locator("[data-part=dictation]")

    def write(self, text: str, caret: int) -> None:
        """By hand, with the cursor there in the end."""
        self.field.fill(text)
        self.field.evaluate("(field, at) => field.setSelectionRange(at, at)", caret)

    def begin(self) -> None:
        self.button.click()
        self.becomes("listening")

    def end(self) -> None:
        self.button.click()
        self.becomes("ready")

    def becomes(self, *states: str) -> None:
        wanted = re.compile("|".join(states))
        expect(self.line).to_have_attribute("data-state", wanted, timeout=ANSWER_MS)

    def say(self, speech: str) -> dict[str, float]:
        """Returns when it has been said."""
        said = self.person.say(speech)
        self.person.wait_until(lambda: self.person.measure("now()") > said["to"])
        return said

    def reads(self, text: str) -> None:
        expect(self.field).to_have_value(text, timeout=ANSWER_MS)

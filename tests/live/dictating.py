"""Somebody who dictates into the composer."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from playwright.sync_api import Locator, Response, expect

from tests.live.person import ANSWER_MS, Person

INSTRUMENTS = Path(__file__).with_name("dictating.js")
COMING_BACK_MS = 4_000


class Dictating:
    def __init__(self, person: Person) -> None:
        self.person = person
        self.tokens: list[str] = []
        person.context.add_init_script(path=INSTRUMENTS)
        person.page.on("response", self._note_token)
        person.page.reload()
        expect(self.button).to_be_enabled()

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

    def hiss(self, seconds: float) -> None:
        """White noise into the microphone."""
        until = self.person.page.evaluate("seconds => instruments.hiss(seconds)", seconds)
        self.person.wait_until(lambda: self.person.measure("now()") > until)

    def watch(self) -> None:
        """Note from now on what the field reads."""
        self._ask("watch()")

    def grew(self) -> bool:
        """A text stood there that was the beginning of the next one."""
        seen: list[str] = self._ask("seen")
        return any(a and b.startswith(a) and b != a for a, b in pairwise(seen))

    def read_at(self, text: str) -> float:
        """When the field first read this, on the clock of `say`; after `watch`."""
        return float(self._ask(f"seenAt[{json.dumps(text)}]"))

    def watch_state(self) -> None:
        self._ask("watchState()")

    def since_click(self, state: str) -> float:
        """Milliseconds from the click on the microphone to this state; after `watch_state`."""
        return float(self._ask(f"states.{state} - dictating.clickedAt"))

    def cut_while_saying(self, speech: str) -> None:
        said = self.person.say(speech)
        middle = (said["from"] + said["to"]) / 2
        self.person.wait_until(lambda: self.person.measure("now()") > middle)
        self._ask("cut()")
        self.person.wait_until(lambda: self.person.measure("now()") > said["to"])

    def unreachable(self, *, on: bool) -> None:
        """Parley gives no more tokens."""
        path = "**/dictations/"
        if on:
            self.person.page.route(path, lambda route: route.abort())
        else:
            self.person.page.unroute(path)

    def block_the_straight_way(self) -> None:
        self._ask("blocked = true")

    def deny(self) -> None:
        self._ask("deny()")

    def in_another_tab(self) -> Dictating:
        """The same person, in the same browser."""
        other = object.__new__(Dictating)
        other.person = object.__new__(Person)
        other.person.__dict__.update(self.person.__dict__)
        other.tokens = []
        other.person.page = self.person.new_page()
        other.person.open(self.person.conversation)
        expect(other.button).to_be_enabled()
        return other

    def note_release(self) -> None:
        self._ask("noteRelease()")

    def goes(self, how: str) -> None:
        page = self.person.page
        if how == "switch":
            self.button.click()
        elif how == "leave":
            page.goto("/offline/")
        elif how == "log out":
            self.person.log_out()
        else:
            page.evaluate("() => document.querySelector('a[href=\"/preferences/\"]').click()")

    def released_after_ms(self) -> float:
        """From what the person did to the end of the track; it outlives the page."""
        self.person.wait_until(lambda: self._kept("released") is not None)
        return float(self._kept("released"))

    def sockets(self) -> list[str]:
        found: list[str] = self._ask("sockets.map(({ url }) => url)")
        return found

    def sessions(self) -> list[dict[str, Any]]:
        """As the provider has set them up."""
        found: list[dict[str, Any]] = self._ask("sessions")
        return found

    def sent(self, kind: str) -> int:
        return int(self._ask(f"sent.filter((one) => one === '{kind}').length"))

    def draft(self, conversation: str) -> str:
        read = "id => Object.entries(sessionStorage).find(([key]) => key.endsWith(id))?.[1] ?? ''"
        return str(self.person.page.evaluate(read, conversation))

    def row(self) -> dict[str, Any]:
        """What is stored of the dictation that was begun last."""
        query = "SELECT * FROM chat_realtimesession WHERE conversation_id = ? ORDER BY started_at"
        return self.person.parley.rows(query, UUID(self.person.conversation).hex)[-1]

    def _ask(self, what: str) -> Any:
        return self.person.page.evaluate(f"() => dictating.{what}")

    def _kept(self, name: str) -> Any:
        return self.person.page.evaluate("name => sessionStorage.getItem(`test.${name}`)", name)

    def _note_token(self, response: Response) -> None:
        if response.url.endswith("/dictations/") and response.ok:
            token = response.json()["token"]
            self.tokens += [token["value"]] if token else []

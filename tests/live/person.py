"""Somebody with a browser: logs in, talks, writes, looks. One person is one browser profile."""

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from tests.live import ledger, logins
from tests.live.parley import Parley
from tests.live.profile import Profile

INSTRUMENTS = Path(__file__).with_name("instruments.js")
SPEECH = Path(__file__).resolve().parent.parent / "speech"
PASSWORD = "parley-demo"
PATIENCE_MS = 15_000
ANSWER_MS = 45_000  # a story takes its time to be told
LOOK_EVERY_MS = 50


class Person:
    def __init__(
        self,
        browser: Browser | Profile,
        parley: Parley,
        email: str = "",
        *,
        own_microphone: bool = False,
        service_worker: bool = False,
    ) -> None:
        self.parley = parley
        # Where it is not what is tried: what passes a worker cannot be answered by a test.
        workers: Literal["allow", "block"] = "allow" if service_worker else "block"
        self.context = browser.new_context(base_url=parley.address, service_workers=workers)
        self.context.set_default_timeout(PATIENCE_MS)
        # Read by the instruments: whether they leave the browser's microphone in its place.
        self.context.add_init_script(f"window.ownMicrophone = {str(own_microphone).lower()};")
        self.context.add_init_script(path=INSTRUMENTS)
        self.complaints: list[str] = []
        self.tokens: list[str] = []
        self.page = self.new_page()
        if email:
            self.arrive(email)

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._note_console)
        page.on("response", self._note_token)
        return page

    def _note_console(self, message: ConsoleMessage) -> None:
        # What the policy refused is what must never happen; a lost server is part of some tests.
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _note_token(self, response: Response) -> None:
        if response.url.endswith("/sessions/") and response.ok:
            token = response.json()["token"]  # none where the server posts the offer
            self.tokens += [token["value"]] if token else []

    def arrive(self, email: str) -> None:
        """Logged in already, as on most days."""
        self.context.add_cookies([logins.cookie(self.parley, email)])
        self.page.goto("/")
        self._wait_for_scripts()

    def log_in(self, email: str) -> None:
        """By the form."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name=re.compile("log in", re.IGNORECASE)).click()
        self._wait_for_scripts()

    def log_out(self) -> None:
        self.page.locator("[popovertarget=account-menu]").click()
        self.page.get_by_role("button", name="Log out").click()
        self.page.wait_for_url("**/accounts/login/**")

    def new_conversation(self) -> str:
        """Go to one in which nothing was said yet and nobody is in a call; returns its id."""
        if self.page.locator("article[data-sequence]").count() or self._is_in_a_call():
            before = self.conversation
            self.page.get_by_role("button", name="New conversation").click()
            self.wait_until(lambda: self.conversation != before)
        elif self._mode == "classic":  # an earlier test left it so, and the same one is used again
            self.page.get_by_role("button", name="New conversation").click()
            self.wait_until(lambda: self._mode == "live")
        return self.conversation

    def _is_in_a_call(self) -> bool:
        """Be it of a person of an earlier test, whose browser was closed in the middle of it."""
        query = "select transport from chat_realtimesession where conversation_id = ? and ended_at is null"
        found = self.parley.rows(query, UUID(self.conversation).hex)
        return any(row["transport"] != "dictation" for row in found)

    @property
    def conversation(self) -> str:
        return self.page.locator("[data-conversation]").get_attribute("data-conversation") or ""

    @property
    def _mode(self) -> str | None:
        return self.page.locator("[data-conversation]").get_attribute("data-mode")

    @property
    def call(self) -> Locator:
        return self.page.locator("[data-view=call]")

    def press_talk(self) -> None:
        self.page.get_by_role("button", name="Talk", exact=True).click()

    def talk(self) -> None:
        self.press_talk()
        self.wait_for_state("listening")

    def end_call(self) -> None:
        self.page.get_by_role("button", name="End", exact=True).click()
        self.wait_for_state("idle", "ended")

    def wait_for_state(self, *states: str) -> None:
        wanted = re.compile("|".join(states))
        expect(self.call).to_have_attribute("data-state", wanted, timeout=ANSWER_MS)

    def write(self, text: str) -> None:
        self.page.get_by_role("textbox", name="Message").fill(text)
        self.page.keyboard.press("Enter")

    def say(self, speech: str) -> dict[str, float]:
        """Speak a file of tests/speech; returns the seconds of its first and its last sound."""
        wav = base64.b64encode((SPEECH / f"{speech}.wav").read_bytes()).decode()
        spoken: dict[str, float] = self.page.evaluate("wav => instruments.say(wav)", wav)
        return spoken

    def ask(self, speech: str) -> None:
        """Speak, be answered aloud, and wait until the answer has ended."""
        spoken = self.say(speech)
        self.expect_sound_after(spoken["to"])
        self.wait_for_state("listening")

    def open(self, conversation: str) -> None:
        self.page.goto(f"/conversations/{conversation}/")

    def visit(self, path: str) -> tuple[int, str]:
        """Status and text of a page, less its own address."""
        answer = self.page.goto(path)
        said = self.page.inner_text("body").replace(self.page.url, "")
        return (answer.status if answer else 0), said.replace(path.strip("/"), "")

    def measure(self, name: str) -> Any:
        return self.page.evaluate(f"() => instruments.{name}")

    def last_token(self) -> str:
        """The ephemeral token that the page was given last, as it went over the wire."""
        return self.tokens[-1]

    def messages(self, role: str, **facts: str) -> Locator:
        """The articles of a role; facts are data attributes: status="final"."""
        wanted = {"role": role, **facts}
        return self.page.locator(
            "article" + "".join(f'[data-{k}="{v}"]' for k, v in wanted.items())
        )

    def expect_message(self, role: str, words: str, status: str = "final") -> Locator:
        found = self.messages(role, status=status).filter(has_text=re.compile(words, re.IGNORECASE))
        expect(found.last).to_be_visible(timeout=ANSWER_MS)
        return found.last

    def sounds(self) -> list[dict[str, float]]:
        """What came from the assistant: from, to (seconds), loudest (RMS)."""
        heard: list[dict[str, float]] = self.page.evaluate("() => instruments.log.sounds")
        return heard

    def expect_sound_after(self, moment: float) -> dict[str, float]:
        """Wait until the assistant has been heard after a moment; returns that sound."""
        self.wait_until(lambda: self.sounds_after(moment))
        return self.sounds_after(moment)[0]

    def sounds_after(self, moment: float) -> list[dict[str, float]]:
        return [sound for sound in self.sounds() if sound["from"] > moment]

    def pauses(self) -> list[float]:
        """How long the call was without a session each time it went over, in milliseconds."""
        found: list[float] = self.page.evaluate(
            "() => performance.getEntriesByName('parley.move').map(one => one.duration)"
        )
        return found

    def wait_until(self, holds: Callable[[], object]) -> None:
        """Look again and again: the policy forbids the page to be handed a condition to watch."""
        until = time.monotonic() + ANSWER_MS / 1000
        while not holds():
            if time.monotonic() > until:
                raise TimeoutError(f"Did not hold within {ANSWER_MS} ms")
            self.page.wait_for_timeout(LOOK_EVERY_MS)

    def expect_stored(self, read: Callable[[], object], wanted: object) -> None:
        """Rows come a moment after what the page shows of them."""
        until = time.monotonic() + ANSWER_MS / 1000
        while read() != wanted and time.monotonic() < until:
            self.page.wait_for_timeout(LOOK_EVERY_MS)
        assert read() == wanted

    def expect_sound_rows(self, conversation: str = "") -> None:
        """Nothing lost, doubled or left open (tests/live/ledger.py)."""
        which = conversation or self.conversation
        self.expect_stored(lambda: ledger.faults(self.parley, which), [])

    def thread(self) -> list[tuple[int, str, str]]:
        """Every message on the page: sequence, role, what it says."""
        read = (
            "all => all.map(one => [Number(one.dataset.sequence), one.dataset.role, one.innerText])"
        )
        found = self.page.locator("article[data-sequence]").evaluate_all(read)
        return [(sequence, role, text) for sequence, role, text in found]

    def violations(self) -> list[str]:
        seen: list[str] = self.page.evaluate("() => instruments.log.violations")
        return [*self.complaints, *seen]

    def leave(self) -> None:
        self.context.close()

    def _wait_for_scripts(self) -> None:
        self.page.wait_for_selector("[data-conversation]")
        self.page.wait_for_load_state("load")  # before it the scripts may not have run

"""A page without the content security policy, and whatever ran on it or left it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.live import logins
from tests.live.parley import Parley

DANGERS = Path(__file__).with_name("dangers.js").read_text(encoding="utf-8")


class Watch:
    """What is drawn must be harmless by itself: here nothing else stands in a script's way."""

    def __init__(self, browser: Browser, parley: Parley) -> None:
        self.ran: list[str] = []
        self.asked: list[str] = []
        self._parley = parley
        self._home = urlsplit(parley.address).netloc
        self.context = browser.new_context(base_url=parley.address, bypass_csp=True)
        self.context.expose_function("ran", lambda *_: self.ran.append("ran()"))
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page = self.context.new_page()
        self.page.on("dialog", lambda dialog: self.ran.append(dialog.message))

    def arrive(self, email: str) -> None:
        self.context.add_cookies([logins.cookie(self._parley, email)])

    def open(self, path: str) -> None:
        self.page.goto(path, wait_until="networkidle")

    def dangers(self) -> list[str]:
        found: list[str] = self.page.evaluate(DANGERS)
        return found

    def left(self) -> list[str]:
        """Addresses that were asked for and are not ours, or that carry something away."""
        asked = [one for one in self.asked if one.startswith("http")]
        return [one for one in asked if urlsplit(one).netloc != self._home or "leak" in one]

    def harms(self) -> list[Any]:
        return [*self.ran, *self.left(), *self.dangers()]

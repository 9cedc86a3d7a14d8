"""A grown Parley with our own engine behind it, so that a real Chromium can be in a call there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.engine.running import KEY, EngineProcess, wait_until_healthy
from tests.live.grown import Grown
from tests.live.processes import wait_until as look_until
from tests.run.servers import HOST, free_port

LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"


class Speaking(Grown):
    """For people with browsers it is what a Parley of one process is."""

    wait_until = staticmethod(look_until)

    def _prepare(self, webs: int) -> None:
        self.engine_port = free_port()
        self.data_dir = self.folder / "var"
        self.logins_left: dict[str, list[str]] = {}
        super()._prepare(webs)
        engine = f"http://{HOST}:{self.engine_port}/v1"
        self.environment |= {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": engine}
        self.manage("make_demo_accounts", "--listening-on", HOST)


class Device:
    """Opens contexts of a browser that says that it is another one."""

    def __init__(self, browser: Browser, user_agent: str) -> None:
        self.browser, self.user_agent = browser, user_agent

    def new_context(self, **options: Any) -> BrowserContext:
        return self.browser.new_context(user_agent=self.user_agent, **options)


@contextmanager
def speaking(folder: Path, **settings: str) -> Iterator[Speaking]:
    parley = Speaking(folder, debug=True, settings=settings.items())
    with parley.running(webs=2):
        port = str(parley.engine_port)
        engine = EngineProcess(ENGINE_PORT=port, ENGINE_ALLOWED_ORIGINS=parley.address)
        try:
            wait_until_healthy(parley.engine_port, engine.process)
            yield parley
        finally:
            engine.end()

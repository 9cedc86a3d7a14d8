"""A browser whose profile stays on disk: killed and opened again it has its cookies and its outbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from tests.live.browser import FLAGS, path_of_chromium
from tests.live.processes import kill_all, processes_below
from tests.live.processes import wait_until as look_until

GONE_WITHIN_S = 10.0


class Profile:
    """Opens the one context of a Chromium of its own, as `Browser.new_context` would."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright = playwright
        self.folder = folder
        self.context: BrowserContext

    def new_context(self, **options: Any) -> BrowserContext:
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=path_of_chromium(), args=FLAGS, **options
        )
        return self.context

    def kill(self) -> None:
        """SIGKILL of the browser and all its processes, in the middle of whatever they do."""
        (main,) = self._processes()
        kill_all(main)
        look_until(lambda: not self._processes(), GONE_WITHIN_S)

    def _processes(self) -> list[int]:
        """Chromium's first process: its children say what type they are."""
        mark = f"--user-data-dir={self.folder}"
        listed = processes_below(1)
        return [one for one, (_, said) in listed.items() if mark in said and "--type=" not in said]

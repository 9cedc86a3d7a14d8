"""The people that every test knows, and the order and closing words of a run."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import effort

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

    from chat.models import User

PASSWORD = "parley-demo"
# Before Hypothesis reads the command line.
effort.register()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Before the database goes, the thread that serves asynchronous code lets go of it."""
    from asgiref.sync import sync_to_async
    from django.db import connections

    from tests import flushing

    with flushing.patiently():
        yield
    asyncio.run(sync_to_async(connections.close_all)())


@pytest.fixture
def alice(db: None) -> "User":
    return _person("alice@example.com")


@pytest.fixture
def bob(db: None) -> "User":
    return _person("bob@example.com")


@pytest.fixture
def admin(db: None) -> "User":
    return _person("admin@example.com", is_staff=True, is_superuser=True)


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """The one of a run: a second could not start while the first one's loop is on."""
    from playwright.sync_api import expect, sync_playwright

    from tests.live.person import PATIENCE_MS

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: "Playwright") -> "Iterator[Browser]":
    from tests.live.browser import launched

    with launched(playwright) as chromium:
        yield chromium


def _person(email: str, **rights: bool) -> "User":
    from chat.models import User

    return User.objects.create_user(email, PASSWORD, **rights)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Playwright's own event loop stays in the thread: asynchronous tests cannot come after it.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how the steps before this one went, so that pytest's closing line stays the last."""
    steps = os.environ.get("PARLEY_STEPS")
    if steps:
        terminalreporter.section("steps before this one")
        terminalreporter.write_line(Path(steps).read_text(encoding="utf-8"))

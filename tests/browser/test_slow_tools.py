"""Tools that take a while, in Chromium: on two devices, in a call and after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.two_devices import call_tool, laptop_and_phone
from tests.live.digging import GOES_ON
from tests.live.parley import Parley, running
from tests.live.person import ANSWER_MS, Person

DIG = '{"where": "%s"}'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Parley, Path]]:
    """A Parley with a tool that digs until there is a file."""
    folder = tmp_path_factory.mktemp("site")
    own = {"TOOL_PACKAGES": "tests.live.slow_tools", "DIG_FOLDER": str(folder)}
    with running(folder / "var", **own) as parley:
        yield parley, folder


@pytest.fixture
def digging(site: tuple[Parley, Path]) -> Iterator[Path]:
    """It digs until this file is there."""
    goes_on = site[1] / GOES_ON
    goes_on.unlink(missing_ok=True)
    yield goes_on
    goes_on.touch()


@pytest.fixture
def devices(browser: Browser, site: tuple[Parley, Path]) -> Iterator[list[Person]]:
    yield from laptop_and_phone(browser, site[0])


def expect_progress(person: Person) -> None:
    bar = person.page.get_by_role("progressbar", name="Dig a hole")
    expect(bar).to_be_visible(timeout=ANSWER_MS)


def test_the_result_comes_into_the_call_that_goes_on(devices: list[Person], digging: Path) -> None:
    laptop, phone = devices
    laptop.talk()
    call_tool(laptop, "dig", DIG % "the garden")
    expect_progress(phone)
    laptop.expect_message("assistant", "still working")
    laptop.ask("hello-how-are-you")
    digging.touch()
    laptop.expect_message("tool", "I have dug in the garden")
    laptop.expect_message("assistant", "I have dug in the garden")
    laptop.expect_sound_rows()
    assert laptop.violations() == []


def test_the_result_comes_after_the_call_and_the_next_one_knows_it(
    devices: list[Person], digging: Path
) -> None:
    laptop, phone = devices
    laptop.talk()
    call_tool(laptop, "dig", DIG % "the meadow")
    expect_progress(phone)
    laptop.end_call()
    digging.touch()
    phone.expect_message("tool", "I have dug in the meadow")
    laptop.expect_message("tool", "I have dug in the meadow")
    laptop.talk()
    laptop.expect_message("assistant", "I have dug in the meadow")


def test_it_is_cancelled_from_another_device(devices: list[Person], digging: Path) -> None:
    laptop, phone = devices
    laptop.talk()
    call_tool(laptop, "dig", DIG % "the field")
    expect_progress(phone)
    phone.page.get_by_role("button", name="Cancel", exact=True).click()
    laptop.expect_message("tool", "Cancelled", status="failed")
    expect(laptop.page.get_by_role("progressbar")).to_have_count(0)
    laptop.wait_for_state("listening")


def test_an_archive_is_made_and_downloaded(devices: list[Person]) -> None:
    laptop, _ = devices
    laptop.talk()
    call_tool(laptop, "export_conversations", '{"format": "txt"}')
    done = laptop.expect_message("tool", "is ready")
    with laptop.page.expect_download() as download:
        done.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".zip")

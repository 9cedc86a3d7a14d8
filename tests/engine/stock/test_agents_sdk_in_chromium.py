"""The stock Agents SDK in Chromium, over WebRTC, against the whole engine."""

import json
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.engine.running import KEY, EngineProcess
from tests.engine.stock.programs import LONGEST_RUN_S, job, pages
from tests.engine.stock.report import CHECKS, Report, check

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with pages() as address:
        yield address


@pytest.fixture(scope="module")
def open_engine(origin: str) -> Iterator[EngineProcess]:
    """One that the page may call."""
    process = EngineProcess(ENGINE_ALLOWED_ORIGINS=origin)
    process.wait_until_healthy()
    yield process
    process.end()


@pytest.fixture(scope="module")
def page(origin: str, browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    made.set_default_timeout(LONGEST_RUN_S * 1_000)
    made.goto(f"{origin}/page.html")
    made.wait_for_function("() => globalThis.play")
    yield made
    made.close()


def token(engine: EngineProcess) -> str:
    """An ephemeral one, as a page is given."""
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    url = f"{engine.address.http}/realtime/client_secrets"
    asked = urllib.request.Request(url, b"{}", headers)  # noqa: S310 - our own engine, on loopback
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        return str(json.load(answer)["value"])


@pytest.mark.parametrize("scenario", CHECKS)
def test_it_plays_the_scenario_over_webrtc(
    page: Page, open_engine: EngineProcess, scenario: str
) -> None:
    url = f"{open_engine.address.http}/realtime/calls"
    seen = page.evaluate("job => play(job)", job(scenario, url, token(open_engine)))
    report = Report(seen)
    check(scenario, report)
    assert "output_audio_buffer.started" in report.witness.types()
    assert "response.output_audio.delta" not in report.witness.types()

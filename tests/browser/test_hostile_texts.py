"""Three hundred texts that try to run or to fetch something, everywhere that a text can stand.

Without the content security policy: what is drawn must be harmless by itself.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.live.hostile import PAYLOADS
from tests.live.parley import Parley
from tests.live.seed import kept, seeded
from tests.live.watch import Watch

EMAIL = "bob@example.com"
EACH = 50


@pytest.fixture(scope="module")
def conversations(parley: Parley) -> list[str]:
    parts = [PAYLOADS[at : at + EACH] for at in range(0, len(PAYLOADS), EACH)]
    wishes = [{"title": part[0], "messages": _rows(part)} for part in parts]
    return seeded(parley, EMAIL, *wishes, name="<img src=x onerror=ran()>")


@pytest.fixture
def watch(browser: Browser, parley: Parley) -> Iterator[Watch]:
    watch = Watch(browser, parley)
    yield watch
    watch.context.close()


def test_there_are_three_hundred_of_them() -> None:
    assert len(set(PAYLOADS)) >= 300


def test_nothing_of_a_conversation_runs_or_fetches(watch: Watch, conversations: list[str]) -> None:
    watch.arrive(EMAIL)
    for conversation in conversations:
        watch.open(f"/conversations/{conversation}/")
        to_the_top(watch.page)
        watch.page.wait_for_load_state("networkidle")
        assert watch.harms() == []


def test_nothing_of_the_list_runs_or_fetches(watch: Watch, parley: Parley) -> None:
    seeded(parley, EMAIL, *({"title": one[:200], "messages": []} for one in PAYLOADS))
    watch.arrive(EMAIL)
    watch.open("/conversations/?rows=9999")
    assert watch.page.locator("[data-list] li").count() > 100
    assert watch.harms() == []
    watch.open("/")
    watch.page.get_by_role("button", name="Conversations").first.click()
    watch.page.wait_for_load_state("networkidle")
    assert watch.harms() == []


def test_nothing_of_an_item_or_a_file_runs_or_fetches(watch: Watch, parley: Parley) -> None:
    kept(parley, EMAIL, PAYLOADS)
    watch.arrive(EMAIL)
    pages = [f"/items/?only={kind}&page={n}" for kind in ("task", "event", "note") for n in (1, 2)]
    for path in ("/items/", *pages, "/files/"):
        watch.open(path)
        assert watch.page.locator("li.item, li.row").count() > 0
        assert watch.harms() == []
    for link in watch.page.locator("a.file__name").all()[:: len(PAYLOADS) // 10]:
        watch.open(str(link.get_attribute("href")))
        watch.page.go_back(wait_until="networkidle")
        assert watch.harms() == []


def test_nothing_of_a_notification_runs_or_fetches(watch: Watch) -> None:
    def tell(tab: WebSocketRoute) -> None:
        server = tab.connect_to_server()
        server.on_message(tab.send)
        for number, text in enumerate(PAYLOADS):
            level = ("success", "info", "warning", "error")[number % 4]
            frame = {"type": "notification", "id": number, "level": level, "text": text}
            tab.send(json.dumps(frame))

    watch.context.route_web_socket("**/ws/**", tell)
    watch.arrive(EMAIL)
    watch.open("/preferences/")
    expect(watch.page.locator(".toast").last).to_contain_text(PAYLOADS[-1])
    assert watch.harms() == []


def test_nothing_runs_for_a_reviewer(watch: Watch, conversations: list[str]) -> None:
    watch.arrive("admin@example.com")
    paths = ["/review/", *(f"/review/{one}/" for one in conversations)]
    for path in paths:
        watch.open(path)
        assert watch.harms() == []
        earlier = watch.page.get_by_role("link", name="Earlier messages")
        if earlier.count():
            paths.append(path.partition("?")[0] + str(earlier.get_attribute("href")))


@pytest.mark.parametrize(
    "harm", ["<img src=x onerror=ran()>", "<a href=javascript:ran()>", "<style>"]
)
def test_the_watch_sees_a_harm(watch: Watch, harm: str) -> None:
    watch.open("/accounts/login/")
    watch.page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", harm)
    assert len(watch.harms()) > 0


def to_the_top(page: Page) -> None:
    """Every page of the thread."""
    more = page.locator("[data-part=earlier]")
    while more.count():
        first = more.get_attribute("data-than")
        page.get_by_role("log").evaluate("thread => { thread.scrollTop = 0; }")
        page.wait_for_selector(f"[data-part=earlier][data-than='{first}']", state="detached")


def _rows(payloads: list[str]) -> list[dict[str, Any]]:
    return [row for payload in payloads for row in _everywhere(payload)]


def _everywhere(payload: str) -> list[dict[str, Any]]:
    """One message of each kind that says it, and a call that has it in every place."""
    named = {payload: payload, "nested": {payload: [payload]}}
    call = {
        "name": payload[:128],
        "arguments_json": json.dumps(named),
        "state": "done",
        "output": {"message": payload, "result": named, "error": payload},
    }
    said = {"status": "final", "content": payload}
    cut = {"status": "interrupted", "content": f"{payload} {payload}", "heard": payload}
    return [
        {"role": "user", "kind": "text", **said},
        {"role": "user", "kind": "voice", **said},
        {"role": "assistant", "kind": "text", **said},
        {"role": "assistant", "kind": "voice", "heard_ms": 900, **cut},
        {"role": "system", "kind": "text", **said},
        {"role": "tool", "kind": "tool", "status": "live", "content": payload},
        {"role": "tool", "kind": "tool", "status": "final", "content": "", "call": call},
    ]

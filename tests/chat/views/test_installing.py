"""What makes Parley installable, and what a browser keeps of it."""

import json
import re
import struct

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from chat.models import User

pytestmark = pytest.mark.django_db
PNG_SIZE = slice(16, 24)


def text(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_manifest_names_icons_that_are_there_in_the_size_that_it_says() -> None:
    icons = json.loads(text("/app.webmanifest"))["icons"]
    for icon in icons:
        found = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        assert isinstance(found, str)
        with open(found, "rb") as file:
            size = "x".join(map(str, struct.unpack(">II", file.read(24)[PNG_SIZE])))
        assert size == icon["sizes"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}


def test_every_page_names_the_manifest_and_its_colours() -> None:
    page = text("/accounts/login/")
    assert '<link rel="manifest" href="/app.webmanifest">' in page
    assert page.count('name="theme-color"') == 2


def test_the_worker_may_hold_every_page_and_is_a_script() -> None:
    answer = Client().get("/worker.js")
    assert answer.headers["Content-Type"] == "text/javascript"  # from the root: its scope is all


def test_the_worker_keeps_the_offline_page_and_what_draws_it_and_nothing_else() -> None:
    kept = json.loads(re.sub(r"^self\.parley = |;$", "", text("/worker.js").splitlines()[0]))
    names = [file.rsplit("/", 1)[-1] for file in kept["files"]]
    assert names == ["", "layers.css", "offline.js", "icons.svg"]
    offline = text(kept["page"])
    asked = re.findall(r'(?:src|href)="(/static/[^"#]+)', offline)
    assert set(asked) - set(kept["files"]) <= {
        "/static/favicon.svg",
        "/static/icons/apple-touch.png",
    }


def test_the_offline_page_and_the_worker_are_the_same_for_everybody(
    alice: User, page: Client
) -> None:
    for path in ("/offline/", "/worker.js", "/app.webmanifest"):
        assert text(path, page) == text(path)


def test_a_changed_page_makes_a_new_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    before = text("/worker.js")
    monkeypatch.setattr("chat.views.installing.render_to_string", lambda *_: "New words.")
    assert text("/worker.js") != before

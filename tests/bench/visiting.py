"""Somebody without a browser: logged in, posts as a page does.

`python -m tests.bench.visiting COUNT`: as many people, and a log-in of each; JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, DummyCookieJar

from tests.fakes.provider import FakeProvider
from tests.live.parley import Parley, running
from tests.rules.files import ROOT

TOKEN = "x" * 32


@contextmanager
def scripted(**settings: str) -> Iterator[tuple[Parley, FakeProvider]]:
    """A Parley whose provider says what a script says."""
    with (
        FakeProvider.running() as fake,
        tempfile.TemporaryDirectory(prefix="parley-bench-") as folder,
        running(
            Path(folder) / "var",
            OPENAI_API_KEY=fake.key,
            OPENAI_BASE_URL=fake.base_url,
            **settings,
        ) as parley,
    ):
        yield parley, fake


def visitor(parley: Parley, login: str) -> ClientSession:
    headers = {
        "Cookie": f"sessionid={login}; csrftoken={TOKEN}",
        "Origin": parley.address,
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/json",
    }
    return ClientSession(parley.address, headers=headers, cookie_jar=DummyCookieJar())


def log_ins(parley: Parley, count: int) -> list[str]:
    own = {"DATA_DIR": str(parley.data_dir), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.visiting", str(count)],
        cwd=ROOT,
        env={**parley.environment, "DEBUG": "true", **own},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


async def new_conversation(http: ClientSession) -> str:
    made = await http.post("/conversations/", allow_redirects=False)
    return made.headers["Location"].split("/")[-2]


async def post(http: ClientSession, conversation: str, what: str, body: dict[str, Any]) -> Any:
    """The answer's JSON, where it has one."""
    async with http.post(f"/conversations/{conversation}/{what}/", json=body) as answer:
        answer.raise_for_status()
        return await answer.json() if answer.content_type == "application/json" else None


def people(count: int) -> list[str]:
    """Each somebody new; their log-ins."""
    import django

    django.setup()
    return [_arrived(f"{uuid4()}@example.com") for _ in range(count)]


def _arrived(email: str) -> str:
    from django.conf import settings
    from django.test import Client

    from chat.models import User

    client = Client()
    client.force_login(User.objects.create_user(email))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    json.dump(people(int(sys.argv[1])), sys.stdout)

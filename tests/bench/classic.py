"""Classic on one process: how long after the provider a token is told to the tab that watches.

A token's text is the moment at which the provider sent it, by the clock that all processes share.
Fifty people, one answer each: all tabs of a person hear all of their answers.
`python -m tests.bench.classic COUNT`: as many people, and a log-in of each; JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, DummyCookieJar

from tests.bench.figures import Figure
from tests.fakes.provider import FakeProvider
from tests.live.parley import Parley, running
from tests.rules.files import ROOT

ANSWERS = 50
TOKENS = 120
EVERY_S = 0.05
MOST_S = 60.0
STAMP = re.compile(r"(?<![\w.])\d+\.\d{4}(?!\w)")


class Stamped:
    """A step of a script: its text is made when it is sent."""

    def __str__(self) -> str:
        return f"{time.monotonic():.4f} "


def fifty_answers() -> list[Figure]:
    with (
        FakeProvider.running() as fake,
        tempfile.TemporaryDirectory(prefix="parley-bench-") as folder,
        running(
            Path(folder) / "var",
            OPENAI_API_KEY=fake.key,
            OPENAI_BASE_URL=fake.base_url,
        ) as parley,
    ):
        fake.texts.says([one for _ in range(TOKENS) for one in (Stamped(), EVERY_S)])
        alone = asyncio.run(_delays(parley, 1))
        many = asyncio.run(_delays(parley, ANSWERS))
    firsts = [delays[0] for delays in [*alone, *many]]
    every = [delay for delays in many for delay in delays]
    return [
        Figure("Classic: the first token, after the provider's, p95", [_p95(firsts)], 100),
        Figure(f"{ANSWERS} answers at once on one process: a token, p95", [_p95(every)], 50),
    ]


async def _delays(parley: Parley, count: int) -> list[list[float]]:
    """Of each answer, each token's delay in milliseconds."""
    browsers = [_browser(parley, login) for login in _log_ins(parley, count)]
    try:
        conversations = [await _new(http) for http in browsers]
        pairs = zip(browsers, conversations, strict=True)
        return await asyncio.gather(*(_watch(http, one) for http, one in pairs))
    finally:
        await asyncio.gather(*(http.close() for http in browsers))


def _browser(parley: Parley, login: str) -> ClientSession:
    cookies = f"sessionid={login}; csrftoken={'x' * 32}"
    headers = {"Cookie": cookies, "Origin": parley.address}
    return ClientSession(parley.address, headers=headers, cookie_jar=DummyCookieJar())


def _log_ins(parley: Parley, count: int) -> list[str]:
    own = {"DATA_DIR": str(parley.data_dir), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.classic", str(count)],
        cwd=ROOT,
        env={**parley.environment, "DEBUG": "true", **own},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


async def _new(http: ClientSession) -> str:
    """Written in, so that the next one is another."""
    token = {"X-CSRFToken": "x" * 32, "Content-Type": "application/json"}
    made = await http.post("/conversations/", headers=token, allow_redirects=False)
    conversation = made.headers["Location"].split("/")[-2]
    await _post(http, conversation, "messages", {"client_id": str(uuid4()), "content": "Hello"})
    await _post(http, conversation, "mode", {"mode": "classic"})
    return conversation


async def _watch(http: ClientSession, conversation: str) -> list[float]:
    delays: list[float] = []
    async with asyncio.timeout(MOST_S), http.ws_connect("/ws/?protocol=1") as socket:
        await socket.send_json({"type": "watch", "conversation": conversation, "after_revision": 0})
        await _post(http, conversation, "answers", {})
        async for message in socket:
            now, sent = time.monotonic(), STAMP.findall(_text_of(message.json()))
            delays += [(now - float(one)) * 1000 for one in sent[len(delays) :]]
            if len(delays) >= TOKENS:
                break
    return delays


def _text_of(frame: dict[str, Any]) -> str:
    """As it grows, or whole."""
    if frame["type"] == "partial":
        return str(frame["content"])
    return "".join(row["html"] for row in frame.get("messages", []))


async def _post(http: ClientSession, conversation: str, what: str, body: dict[str, str]) -> None:
    address = f"/conversations/{conversation}/{what}/"
    async with http.post(address, json=body, headers={"X-CSRFToken": "x" * 32}) as answer:
        answer.raise_for_status()


def _p95(milliseconds: list[float]) -> float:
    return sorted(milliseconds)[len(milliseconds) * 95 // 100]


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

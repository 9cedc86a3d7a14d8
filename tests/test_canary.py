"""A canary: the key and the minted token are seen in the start's own answer and nowhere else."""

import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as stored
from django.apps import apps
from django.core import serializers
from django.core.cache import cache
from django.test import AsyncClient

from chat.models import Conversation, User
from config.logs import Redact
from tests.chat import said
from tests.chat.conftest import LAPTOP, provider
from tests.chat.tab import Tab
from tests.fakes.provider import KEY, TOKEN, FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["provider"]  # the fixture, for this file outside tests/chat
JSON = "application/json"


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.addFilter(Redact())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Kept]:
    """Every line of every logger, as our handlers would write it."""
    kept, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


async def test_the_key_and_the_token_go_nowhere(
    alice: User, admin: User, log: Kept, provider: FakeProvider
) -> None:
    conversation = await Conversation.objects.acreate(owner=alice)
    client = AsyncClient()
    await client.aforce_login(alice)
    tab = await Tab.of(alice)
    started = await _start(client, conversation)
    assert started["token"]["value"] == TOKEN
    provider.refuses(401, "invalid_api_key")
    seen = [json.dumps(await _start(client, conversation))]
    seen += await _socket(tab, started["session"], conversation)
    seen += [await _page(client, conversation, path) for path in ("", "list", "recent", "start")]
    await client.aforce_login(admin)
    seen += [(await client.get(f"/review/{conversation.pk}/")).content.decode()]
    seen += await stored(_rows)()
    seen += [*log.lines, await stored(_cached)()]
    assert [one[:200] for one in seen if KEY in one or TOKEN in one or "canary" in one] == []
    await tab.closes()


async def _start(client: AsyncClient, conversation: Conversation) -> Any:
    body = {"client_id": str(uuid4()), "device": str(LAPTOP)}
    return (await client.post(f"/conversations/{conversation.pk}/sessions/", body, JSON)).json()


async def _socket(tab: Tab, session: str, conversation: Conversation) -> list[str]:
    """A call with a tool in it, over the socket; everything that was said there."""
    await tab.says("watch", conversation=conversation.pk, after_revision=0)
    await tab.says("hold", session=session)
    events = [said.opened(), *said.spoken_question(), said.heard("item_u", "Hi"), *said.called()]
    batch = [{"n": number, "event": event} for number, event in enumerate(events, start=1)]
    await tab.says("relay", session=session, events=batch)
    await tab.sends('{"type": "relay", "session": 1')
    frames = await tab.everything_until_beat()
    assert {"ack", "changes", "error"} <= {frame["type"] for frame in frames}
    return [json.dumps(frame) for frame in frames]


async def _page(client: AsyncClient, conversation: Conversation, name: str) -> str:
    paths = {"list": "/conversations/", "recent": "/conversations/recent/", "start": "/health"}
    path = paths.get(name, f"/conversations/{conversation.pk}/")
    answer = await client.get(path)
    return answer.content.decode() + str(answer.headers) + str(answer.cookies)


def _rows() -> list[str]:
    """Every row of every table that has a model."""
    kinds = [kind for kind in apps.get_models() if kind._meta.managed]
    return [serializers.serialize("json", kind._default_manager.all()) for kind in kinds]


def _cached() -> str:
    store = getattr(cache, "_cache", None)
    return str(vars(store)) if store is not None else ""

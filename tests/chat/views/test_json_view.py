"""What every post of a script answers when the database is away."""

from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError
from django.test import AsyncClient

from chat.models import Conversation, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def client(alice: User) -> AsyncClient:
    client = AsyncClient()
    await sync_to_async(client.force_login)(alice)
    return client


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize(
    "failing", ["chat.services.messages.post", "django.contrib.auth.aget_user"]
)
async def test_it_is_not_saved_and_may_be_repeated(
    client: AsyncClient,
    conversation: Conversation,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    failing: str,
) -> None:
    def away(*arguments: Any) -> None:
        raise error("database is locked")

    monkeypatch.setattr(failing, away)
    body = {"client_id": str(uuid4()), "content": "Hello"}
    path = f"/conversations/{conversation.pk}/messages/"
    answer = await client.post(path, body, content_type="application/json")
    said = answer.json()["error"]
    assert (answer.status_code, said["code"], said["retry"]) == (503, "not_saved", True)

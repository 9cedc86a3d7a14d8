"""A browser's offer over HTTP: posted once, by its owner, with the server's own key."""

import json
import logging
from typing import Any
from uuid import uuid4

import pytest
from django.test import AsyncClient
from pytest_django import Settings

from chat.models import Conversation, RealtimeSession, User
from chat.services import sessions
from chat.stored import stored
from tests.chat.conftest import LAPTOP
from tests.fakes.provider import SDP_ANSWER, TOKEN, FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)
JSON = "application/json"
OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"


@pytest.fixture
async def client(alice: User, settings: Settings) -> AsyncClient:
    """Alice's browser, where the server sets calls up."""
    settings.CALL_SETUP = "server"
    client = AsyncClient()
    await client.aforce_login(alice)
    return client


async def started(client: AsyncClient, conversation: Conversation) -> dict[str, Any]:
    body = {"client_id": str(uuid4()), "device": str(LAPTOP)}
    answer = await client.post(f"/conversations/{conversation.pk}/sessions/", body, JSON)
    found: dict[str, Any] = answer.json()
    return found


async def post(client: AsyncClient, path: str, sdp: object = OFFER) -> Any:
    return await client.post(path, {"sdp": sdp}, JSON)


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_the_browser_gets_an_address_of_our_own_and_no_token(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    found = await started(client, conversation)
    path = f"/conversations/{conversation.pk}/sessions/{found['session']}/offer/"
    assert (found["setup"], found["token"], found["calls_url"]) == ("server", None, path)
    assert provider.asked == []


async def test_a_token_is_the_other_way(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider, settings: Settings
) -> None:
    settings.CALL_SETUP = "token"
    found = await started(client, conversation)
    assert (found["setup"], found["token"]["value"]) == ("token", TOKEN)


async def test_the_offer_is_answered_and_the_call_s_id_kept(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    answer = await post(client, (await started(client, conversation))["calls_url"])
    assert (answer.status_code, answer.json()) == (201, {"sdp": SDP_ANSWER})
    assert answer.headers["Cache-Control"] == "no-store"
    session = await RealtimeSession.objects.aget()
    assert (provider.offers, [session.call_id]) == ([OFFER], list(provider.calls))


async def test_nothing_of_a_key_or_token_reaches_the_browser(
    client: AsyncClient,
    conversation: Conversation,
    provider: FakeProvider,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    found = await started(client, conversation)
    answer = await post(client, found["calls_url"])
    page = await client.get(f"/conversations/{conversation.pk}/")
    seen = json.dumps(found) + answer.content.decode() + str(answer.headers) + page.content.decode()
    for secret in (provider.key, TOKEN, "ek_", "sk-", *provider.calls):
        assert secret not in seen
    assert provider.key not in caplog.text


async def test_a_second_offer_is_refused(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    path = (await started(client, conversation))["calls_url"]
    await post(client, path)
    assert code_of(await post(client, path)) == (409, "already_offered")
    assert len(provider.calls) == 1


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [(401, "invalid_api_key", "bad_key"), (403, None, "no_model_access"), (500, None, None)],
)
async def test_a_refusal_by_the_provider_ends_the_session_as_failed(
    client: AsyncClient,
    conversation: Conversation,
    provider: FakeProvider,
    status: int,
    code: str | None,
    expected: str | None,
) -> None:
    path = (await started(client, conversation))["calls_url"]
    provider.refuses(status, code)
    answer = await post(client, path)
    assert code_of(answer) == (502, expected or "provider_refused")
    assert provider.key not in answer.content.decode()
    assert (await RealtimeSession.objects.aget()).end_reason == "failed"
    assert code_of(await post(client, path)) == (410, "call_over")


async def test_a_call_that_ended_meanwhile_is_hung_up(
    client: AsyncClient, alice: User, conversation: Conversation, provider: FakeProvider
) -> None:
    found = await started(client, conversation)
    provider.on_offer = lambda: sessions.end(alice, found["session"], "left")
    assert code_of(await post(client, found["calls_url"])) == (410, "call_over")
    assert provider.hung_up == list(provider.calls)


@pytest.mark.parametrize("sdp", [None, "", 1, "<html>", " v=0", "v=0\r\n" + "a" * 65_536])
async def test_an_offer_that_is_none_is_refused_and_may_be_made_good(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider, sdp: object
) -> None:
    path = (await started(client, conversation))["calls_url"]
    status, code = code_of(await post(client, path, sdp))
    assert (status, code) in {(400, "bad_request"), (413, "too_large")}
    assert provider.offers == []
    assert (await post(client, path)).status_code == 201


async def test_another_s_session_and_a_missing_one_get_the_same_answer(
    client: AsyncClient, foreign_session: RealtimeSession, provider: FakeProvider
) -> None:
    place = f"/conversations/{foreign_session.conversation_id}/sessions"
    answers = [await post(client, f"{place}/{one}/offer/") for one in (foreign_session.pk, uuid4())]
    assert answers[0].content == answers[1].content
    assert code_of(answers[0]) == (404, "unknown_session")
    assert provider.offers == []


async def test_somebody_who_is_not_logged_in_offers_nothing(session: RealtimeSession) -> None:
    path = f"/conversations/{session.conversation_id}/sessions/{session.pk}/offer/"
    assert code_of(await post(AsyncClient(), path)) == (401, "logged_out")
    assert await stored(RealtimeSession.objects.open().exists)()

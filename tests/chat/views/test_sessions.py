"""Starting and ending a call over HTTP: the answer of docs/tab-socket.md, or one plain refusal."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from pytest_django import Settings

from chat.errors import Refusal
from chat.models import CallPolicy, Conversation, RealtimeSession, User
from chat.provider.errors import SAYINGS
from chat.services import messages, sessions, sidebands
from chat.services.sessions import Wish
from tests.chat.conftest import LAPTOP
from tests.fakes.provider import TOKEN, FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)
JSON = "application/json"


@pytest.fixture
async def client(alice: User) -> AsyncClient:
    client = AsyncClient()
    await client.aforce_login(alice)
    return client


async def start(client: AsyncClient, conversation: Any, **fields: Any) -> Any:
    body = {"client_id": str(uuid4()), "device": str(LAPTOP), **fields}
    return await client.post(f"/conversations/{conversation}/sessions/", body, JSON)


async def test_a_start_answers_what_the_browser_needs(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    answer = await start(client, conversation.pk)
    found = answer.json()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert {"session", "token", "calls_url", "model", "voice", "output", "replay"} < found.keys()
    assert (found["token"]["value"], found["output"]) == (TOKEN, "audio")
    assert found["calls_url"].endswith("/realtime/calls")


async def test_a_start_whose_answer_was_lost_is_set_up_the_same_way_again(
    client: AsyncClient, conversation: Conversation, alice: User, settings: Settings
) -> None:
    settings.CALL_SETUP = "server"
    lost = Wish(client_id=uuid4(), device=LAPTOP)
    await sync_to_async(sessions.start)(alice, conversation.pk, lost)
    found = (await start(client, conversation.pk, client_id=str(lost.client_id))).json()
    assert (found["setup"], found["token"]) == ("server", None)
    assert found["calls_url"].endswith("/offer/")


async def test_a_call_through_the_server_gets_its_socket_and_nothing_to_tell_the_provider(
    client: AsyncClient, conversation: Conversation, alice: User, provider: FakeProvider
) -> None:
    await sync_to_async(messages.post)(alice, conversation.pk, uuid4(), "Are you there?")
    found = (await start(client, conversation.pk, transport="socket", cut_off=True)).json()
    assert (found["transport"], found["setup"], found["token"]) == ("socket", "server", None)
    assert (found["replay"], found["answer_due"], provider.asked) == ([], False, [])
    address = f"/ws/voice/{conversation.pk}/?session={found['session']}&cut_off=1"
    assert found["socket"] == address


async def test_a_call_through_the_server_takes_no_offer_and_no_id(
    client: AsyncClient, conversation: Conversation, alice: User, provider: FakeProvider
) -> None:
    found = (await start(client, conversation.pk, transport="socket")).json()
    offer = f"/conversations/{conversation.pk}/sessions/{found['session']}/offer/"
    answer = await client.post(offer, {"sdp": "v=0\r\n"}, JSON)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
    with pytest.raises(Refusal, match="call_taken"):
        await sync_to_async(sidebands.claim)(alice, UUID(found["session"]), "rtc_1")


async def test_a_call_goes_on_by_the_way_that_it_began(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    left = (await start(client, conversation.pk)).json()["session"]
    await CallPolicy.objects.aupdate(transport="socket")
    assert (await start(client, conversation.pk)).json()["error"]["code"] == "other_transport"
    assert (await start(client, conversation.pk, moves=left)).status_code == 201


async def test_what_was_wished_and_cannot_be_is_said(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    assert (await start(client, conversation.pk)).json()["notes"] == []
    await Conversation.objects.aupdate(voice="gone")
    found = (await start(client, conversation.pk)).json()
    assert found["voice"] == "marin"
    assert found["notes"] == ["The voice gone is not available any more; Marin speaks instead."]


async def test_a_double_click_makes_one_session_and_one_token(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    click = str(uuid4())
    first, second = [await start(client, conversation.pk, client_id=click) for _ in range(2)]
    assert (first.status_code, second.status_code, len(provider.asked)) == (201, 200, 1)
    assert second.json()["token"] is None
    assert first.json()["session"] == second.json()["session"]


async def test_a_typed_call_answers_in_text(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    answer = await start(client, conversation.pk, microphone=False)
    assert answer.json()["output"] == "text"


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "invalid_api_key", "bad_key"),
        (429, "insufficient_quota", "no_quota"),
        (403, None, "no_model_access"),
        (404, "model_not_found", "unknown_model"),
        (429, "rate_limit_exceeded", "too_fast"),
        (500, None, "provider_refused"),
    ],
)
async def test_a_provider_s_refusal_is_one_sentence_and_leaves_no_open_call(
    client: AsyncClient,
    conversation: Conversation,
    provider: FakeProvider,
    status: int,
    code: str | None,
    expected: str,
) -> None:
    provider.refuses(status, code)
    answer = await start(client, conversation.pk)
    message, retry = SAYINGS[expected]
    refused = {"code": expected, "message": message, "retry": retry}
    assert answer.json() == {"error": refused}
    assert answer.status_code in {502, 503}
    assert not await RealtimeSession.objects.open().aexists()
    assert provider.key not in answer.content.decode()


async def test_without_a_key_nobody_calls(
    client: AsyncClient, conversation: Conversation, settings: Settings
) -> None:
    settings.OPENAI_API_KEY = ""
    answer = await start(client, conversation.pk)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "no_key")


async def test_another_device_is_asked_before_it_takes_over(
    client: AsyncClient, session: RealtimeSession, provider: FakeProvider
) -> None:
    phone = str(uuid4())
    refused = await start(client, session.conversation_id, device=phone)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "call_elsewhere")
    taken = await start(client, session.conversation_id, device=phone, take_over=True)
    assert taken.status_code == 201


async def test_too_many_calls_are_refused(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider, settings: Settings
) -> None:
    settings.SESSION_STARTS_PER_MINUTE = 2
    answers = [await start(client, conversation.pk) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert len(provider.asked) == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("[]", 400),
        ("{", 400),
        ("{}", 400),
        ('{"client_id": "1", "device": "2"}', 400),
        ('{"client_id": null}', 400),
        ('{"a": "\\u0000"}', 400),
        ("[" * 5_000, 400),
        ('{"a": "' + "x" * 400_000 + '"}', 413),
        ('{"a": "' + "x" * 600_000 + '"}', 413),
    ],
    ids=range(10),
)
@pytest.mark.parametrize("noun", ["sessions", "messages"])
async def test_a_bad_body_is_refused_as_json(
    client: AsyncClient, conversation: Conversation, noun: str, body: str, status: int
) -> None:
    answer = await client.post(f"/conversations/{conversation.pk}/{noun}/", body, JSON)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, JSON)
    assert answer.json()["error"].keys() == {"code", "message", "retry"}
    assert not await RealtimeSession.objects.aexists()


async def test_somebody_logged_out_is_told_so_as_json(conversation: Conversation) -> None:
    answer = await start(AsyncClient(), conversation.pk)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "logged_out")


@pytest.mark.parametrize("reason", ["ended", "left", "failed"])
async def test_an_end_is_noted_with_its_reason(
    client: AsyncClient, session: RealtimeSession, reason: str
) -> None:
    answer = await end(client, session, reason)
    await session.arefresh_from_db()
    assert (answer.status_code, answer.content, session.end_reason) == (204, b"", reason)


async def test_an_end_twice_is_fine(client: AsyncClient, session: RealtimeSession) -> None:
    assert [(await end(client, session, "left")).status_code for _ in range(2)] == [204, 204]


async def test_the_address_must_name_the_session_s_own_conversation(
    client: AsyncClient, alice: User, session: RealtimeSession
) -> None:
    other = await Conversation.objects.acreate(owner=alice)
    path = f"/conversations/{other.pk}/sessions/{session.pk}/end/"
    answer = await client.post(path, {"reason": "ended"}, JSON)
    await session.arefresh_from_db()
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_session")
    assert session.is_open


@pytest.mark.parametrize("reason", ["taken_over", "lost", "", None])
async def test_a_browser_may_not_claim_every_reason(
    client: AsyncClient, session: RealtimeSession, reason: str | None
) -> None:
    assert (await end(client, session, reason)).status_code == 400
    await session.arefresh_from_db()
    assert session.is_open


async def test_the_start_s_token_is_in_no_other_answer(
    client: AsyncClient, conversation: Conversation, provider: FakeProvider
) -> None:
    await start(client, conversation.pk)
    for path in ("/conversations/", f"/conversations/{conversation.pk}/", "/conversations/recent/"):
        page = (await client.get(path)).content.decode()
        assert TOKEN not in page
        assert provider.key not in page


async def end(client: AsyncClient, session: RealtimeSession, reason: str | None) -> Any:
    path = f"/conversations/{session.conversation_id}/sessions/{session.pk}/end/"
    return await client.post(path, {"reason": reason}, JSON)

"""The way to the provider: the configuration it gets, one token a start, and what a failure leaves."""

import asyncio
import logging
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as stored
from django.contrib.auth.models import Group
from django.db import OperationalError
from openai.types.realtime import RealtimeSessionCreateRequest
from pytest_django import Settings

from chat.errors import Refusal
from chat.models import CallPolicy, Conversation, Message, RealtimeSession, User
from chat.realtime import broker, calls, session_config
from chat.services import call_policies, messages, sessions, sidebands
from tests.chat.conftest import wish
from tests.fakes.provider import TOKEN, FakeProvider
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_new_session_gets_a_token_and_its_way(
    alice: User, session: RealtimeSession, provider: FakeProvider
) -> None:
    opened = await broker.open_session(alice, session, is_new=True)
    assert opened["token"] == {"value": TOKEN, "expires_at": 4_000_000_000}
    assert opened["session"] == str(session.pk)
    assert (opened["model"], opened["voice"], opened["output"]) == (
        session.model,
        session.voice,
        "audio",
    )


async def test_the_browser_s_address_of_the_provider_may_differ(
    alice: User, session: RealtimeSession, provider: FakeProvider, settings: Settings
) -> None:
    settings.OPENAI_BROWSER_URL = "https://voice.example/v1"
    opened = await broker.open_session(alice, session, is_new=True)
    assert opened["calls_url"] == "https://voice.example/v1/realtime/calls"


async def test_a_repeated_start_gets_no_second_token(
    alice: User, session: RealtimeSession, provider: FakeProvider
) -> None:
    assert (await broker.open_session(alice, session, is_new=False))["token"] is None
    assert provider.asked == []


async def test_the_token_lives_sixty_seconds_and_names_nobody(
    alice: User, session: RealtimeSession, provider: FakeProvider
) -> None:
    await broker.open_session(alice, session, is_new=True)
    assert provider.asked[0]["expires_after"] == {"anchor": "created_at", "seconds": 60}
    person = provider.headers[0]["OpenAI-Safety-Identifier"]
    assert (person, len(person)) == (alice.opaque_id, 32)
    assert "alice" not in str(provider.asked) + str(provider.headers)


@pytest.mark.parametrize("microphone", [True, False])
def test_the_configuration_is_what_the_protocol_wants(
    alice: User, conversation: Conversation, microphone: bool
) -> None:
    session = sessions.start(alice, conversation.pk, wish(microphone=microphone))[0]
    config = session_config.compose(alice, session)
    RealtimeSessionCreateRequest.model_validate(config, strict=True, extra="forbid")
    assert config["output_modalities"] == ["audio" if microphone else "text"]


def test_a_typed_call_detects_no_turns(alice: User, conversation: Conversation) -> None:
    session = sessions.start(alice, conversation.pk, wish(microphone=False))[0]
    assert session_config.compose(alice, session)["audio"]["input"]["turn_detection"] is None


def test_a_conversation_s_own_choices_reach_the_provider(
    alice: User, conversation: Conversation
) -> None:
    Conversation.objects.update(model="m-1", voice="ash", instructions="Speak like a pirate.")
    config = session_config.compose(alice, sessions.start(alice, conversation.pk, wish())[0])
    assert (config["model"], config["audio"]["output"]["voice"]) == ("m-1", "ash")
    assert "\n\nSpeak like a pirate.\n\n" in config["instructions"]


def test_a_tool_that_the_user_may_not_use_is_not_offered(
    alice: User, session: RealtimeSession
) -> None:
    before = [tool["name"] for tool in session_config.compose(alice, session)["tools"]]
    guests = Group.objects.create(name="guests")
    alice.groups.add(guests)
    ToolPolicy.objects.create(tool="get_current_time", group=guests, decision="never")
    after = [tool["name"] for tool in session_config.compose(alice, session)["tools"]]
    assert set(before) - set(after) == {"get_current_time"}


async def test_the_replay_goes_with_the_answer(
    alice: User, conversation: Conversation, provider: FakeProvider
) -> None:
    message = (await stored(messages.post)(alice, conversation.pk, uuid4(), "Are you there?"))[0]
    session = (await stored(sessions.start)(alice, conversation.pk, wish()))[0]
    opened = await broker.open_session(alice, session, is_new=True)
    assert [item["id"] for item in opened["replay"]] == [message.own_item_id]
    assert opened["answer_due"] is True
    assert await Message.objects.acount() == 1


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [(401, "invalid_api_key", "bad_key"), (429, "insufficient_quota", "no_quota")],
)
async def test_a_refusal_ends_the_session_so_that_the_next_click_starts_afresh(
    alice: User,
    session: RealtimeSession,
    provider: FakeProvider,
    status: int,
    code: str,
    expected: str,
) -> None:
    provider.refuses(status, code)
    with pytest.raises(Refusal, match=expected):
        await broker.open_session(alice, session, is_new=True)
    await session.arefresh_from_db()
    assert (session.is_open, session.end_reason) == (False, "failed")


async def test_without_a_key_the_session_is_ended_with_a_sentence(
    alice: User, session: RealtimeSession, settings: Settings
) -> None:
    settings.OPENAI_API_KEY = ""
    with pytest.raises(Refusal, match="no_key") as refused:
        await broker.open_session(alice, session, is_new=True)
    assert not await RealtimeSession.objects.open().aexists()
    assert refused.value.message.endswith("Ask your administrator.")


async def test_the_token_is_in_no_row_and_no_log(
    alice: User, session: RealtimeSession, provider: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await broker.open_session(alice, session, is_new=True)
    await session.arefresh_from_db()
    assert TOKEN not in caplog.text + str(vars(session))
    assert provider.key not in caplog.text


@pytest.mark.parametrize(
    ("policy", "by_model", "everywhere", "expected"),
    [
        ("", [], "token", "token"),
        ("", [], "server", "server"),
        ("", ["gpt-realtime-2.1"], "token", "server"),
        ("token", ["gpt-realtime-2.1"], "server", "token"),
        ("server", [], "token", "server"),
    ],
)
def test_who_sets_a_call_up_is_decided_by_policy_then_model_then_setting(
    alice: User,
    settings: Settings,
    policy: str,
    by_model: list[str],
    everywhere: str,
    expected: str,
) -> None:
    settings.SERVER_SETUP_MODELS, settings.CALL_SETUP = by_model, everywhere
    CallPolicy.objects.create(user=alice, setup=policy)
    assert call_policies.setup_of(alice, "gpt-realtime-2.1") == expected


def test_each_session_bears_its_own_mark(session: RealtimeSession, alice: User) -> None:
    instructions = session_config.compose(alice, session)["instructions"]
    assert instructions.split("\n")[-1] == f"[parley:{session.pk.hex}]"


async def test_a_call_that_the_database_could_not_keep_is_hung_up(
    alice: User,
    session: RealtimeSession,
    provider: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*of: object) -> bool:
        raise OperationalError("away")

    monkeypatch.setattr(sidebands, "answered", away)
    await RealtimeSession.objects.filter(pk=session.pk).aupdate(setup="server")
    with pytest.raises(OperationalError):
        await broker.post_offer(alice, session.conversation_id, session.pk, "v=0\r\n")
    assert provider.hung_up == list(provider.calls)


async def test_a_browser_that_leaves_meanwhile_leaves_no_call_that_nobody_knows(
    alice: User, session: RealtimeSession, provider: FakeProvider
) -> None:
    await RealtimeSession.objects.filter(pk=session.pk).aupdate(setup="server")
    posting = broker.post_offer(alice, session.conversation_id, session.pk, "v=0\r\n")
    waiting = asyncio.create_task(posting)
    loop = asyncio.get_running_loop()
    provider.on_offer = lambda: loop.call_soon_threadsafe(waiting.cancel)
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    await asyncio.wait(calls.keeper()._passing)
    await session.arefresh_from_db()
    assert session.call_id in provider.calls

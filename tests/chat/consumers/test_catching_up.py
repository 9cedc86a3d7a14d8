"""A tab pulls what hints would have told, while they are lost and once more when they are back."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async as stored
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError

from chat.broadcasts import group_of
from chat.consumers import catching_up
from chat.models import Conversation, RealtimeSession, User
from chat.realtime import rendering
from chat.services import messages, sessions
from tests.chat.consumers.conftest import Opens
from tests.chat.tab import Tab

pytestmark = pytest.mark.django_db(transaction=True)
post = stored(messages.post)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "WHILE_AWAY_S", (0.0, 0.01))
    monkeypatch.setattr(catching_up, "WHEN_BACK_S", (0.0, 0.01))


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hints are lost."""
    with monkeypatch.context() as patched:
        patched.setattr("chat.broadcasts._hand_over", lambda group, message: None)
        yield


async def layer_turns(user: User, *, away: bool) -> None:
    await tell(user, {"type": "layer.changed", "away": away})


async def tell(user: User, message: dict[str, Any]) -> None:
    """As the layer does it, to every tab of this user."""
    send = getattr(get_channel_layer(), "group_" + "send")
    await send(group_of(user.pk), message)


@pytest.mark.usefixtures("silent")
async def test_while_the_layer_is_away_the_tab_is_told_and_pulls(
    alice: User, conversation: Conversation, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tab.asks("watch", "changes", conversation=conversation.pk)
    await layer_turns(alice, away=True)
    assert await tab.hears("live") == {"type": "live", "paused": True}
    await post(alice, conversation.pk, uuid4(), "Unheard of")
    assert "Unheard of" in (await tab.hears("changes"))["messages"][0]["html"]
    await tab.hears("conversations")


@pytest.mark.usefixtures("silent")
async def test_when_the_layer_is_back_the_tab_is_told_and_pulls_once_more(
    alice: User, conversation: Conversation, open_tab: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "WHILE_AWAY_S", (3_600.0, 3_600.0))
    tab = await open_tab(alice)
    await tab.asks("watch", "changes", conversation=conversation.pk)
    await layer_turns(alice, away=True)
    await post(alice, conversation.pk, uuid4(), "Unheard of")
    await layer_turns(alice, away=False)
    await tab.hears("live", paused=True)
    await tab.hears("live", paused=False)
    assert len((await tab.hears("changes"))["messages"]) == 1


async def test_a_tab_that_was_too_slow_pulls_without_a_word(alice: User, open_tab: Opens) -> None:
    tab = await open_tab(alice)
    await layer_turns(alice, away=False)
    await tab.hears("conversations")
    assert "live" not in {one["type"] for one in await tab.everything_until_beat()}


@pytest.mark.usefixtures("silent")
async def test_a_take_over_that_nobody_told_ends_the_call_here(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tab.asks("hold", "ack", session=session.pk)
    await stored(sessions.end)(alice, session.pk, "taken_over")
    await layer_turns(alice, away=True)
    assert (await tab.hears("session", state="ended"))["reason"] == "taken_over"


async def test_a_log_out_that_nobody_told_closes_the_tab(alice: User) -> None:
    tab = await Tab.of(alice)
    await sync_to_async(Session.objects.all().delete)()
    await layer_turns(alice, away=True)
    assert await tab.closing_code() == 4401


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
async def test_a_hint_that_the_database_could_not_answer_is_made_up_for(
    alice: User,
    conversation: Conversation,
    open_tab: Opens,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
) -> None:
    tab = await open_tab(alice)
    await tab.asks("watch", "changes", conversation=conversation.pk)
    failures = [error("server closed the connection")]
    monkeypatch.setattr(rendering, "changes", failing(failures, rendering.changes))
    await post(alice, conversation.pk, uuid4(), "Drawn late")
    assert "Drawn late" in (await tab.hears("changes"))["messages"][0]["html"]
    assert failures == []


def failing(failures: list[Exception], works: Callable[..., Any]) -> Callable[..., Any]:
    """Fails as often as there are failures, then works."""

    def tried(*arguments: Any) -> Any:
        if failures:
            raise failures.pop()
        return works(*arguments)

    return tried


async def test_a_frame_that_the_database_could_not_answer_is_not_saved(
    alice: User, session: RealtimeSession, open_tab: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*arguments: Any) -> None:
        raise InterfaceError("the connection is closed")

    monkeypatch.setattr("chat.services.holding.hold", away)
    tab = await open_tab(alice)
    refused = await tab.asks("hold", "error", session=session.pk)
    assert (refused["code"], refused["session"]) == ("not_saved", str(session.pk))


async def test_an_orderly_stop_closes_with_1012(alice: User) -> None:
    tab = await Tab.of(alice)
    await tell(alice, {"type": "server.stops"})
    assert await tab.closing_code() == 1012


async def test_nothing_is_said_after_the_close(alice: User) -> None:
    tab = await Tab.of(alice)
    await tell(alice, {"type": "server.stops"})
    await tell(alice, {"type": "conversations.changed"})
    assert await tab.closing_code() == 1012
    assert await tab.socket.receive_nothing()
    await tab.closes()


async def test_another_protocol_is_closed_after_the_greeting(alice: User) -> None:
    tab = Tab((await Tab.of(alice)).login, query="protocol=99")
    assert await tab.opens()
    assert (await tab.hears("hello"))["protocol"] == 1
    assert await tab.closing_code() == 4426

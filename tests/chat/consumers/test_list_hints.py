"""Every change of the list reaches the person's other tabs, and nobody else's."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import Conversation, User
from chat.services import conversations, messages
from tests.chat.consumers.conftest import Opens

pytestmark = pytest.mark.django_db(transaction=True)
Deed = Callable[[User, Conversation], object]
DEEDS: dict[str, Deed] = {
    "create": lambda user, one: conversations.create(user),
    "rename": lambda user, one: conversations.rename(user, one.pk, "Better"),
    "archive": lambda user, one: conversations.archive(user, one.pk),
    "unarchive": lambda user, one: conversations.unarchive(user, one.pk),
    "delete": lambda user, one: conversations.delete(user, one.pk),
    "first words in a while": lambda user, one: messages.post(user, one.pk, uuid4(), "Hello"),
    "undelete": lambda user, one: conversations.undelete(user, one.pk),
}


@pytest.mark.parametrize("name", DEEDS)
async def test_the_person_s_tabs_hear_of_it_and_no_others(
    alice: User, bob: User, open_tab: Opens, name: str
) -> None:
    tabs = [await open_tab(alice), await open_tab(alice)]
    stranger = await open_tab(bob)
    conversation = await Conversation.objects.acreate(owner=alice, title="Kept")
    await stored(DEEDS[name])(alice, conversation)
    for tab in tabs:
        await tab.hears("conversations")
    assert await stranger.everything_until_beat() == []


async def test_a_talk_moves_its_conversation_up_once(alice: User, open_tab: Opens) -> None:
    tab = await open_tab(alice)
    conversation = await Conversation.objects.acreate(owner=alice, title="Kept")
    for _ in range(3):
        await stored(messages.post)(alice, conversation.pk, uuid4(), "Hello")
    heard = [frame["type"] for frame in await tab.everything_until_beat()]
    assert heard.count("conversations") == 1

"""Many tabs report at once: each is told what came of its own."""

import asyncio
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, User
from chat.realtime import hearing, rendering
from chat.realtime.relaying import Relayed, relay
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db(transaction=True)

UNSEEN = rendering.Seen(None, 0)


def report(
    user: User, session_id: UUID, number: int = 1, item_id: str = "item_u"
) -> hearing.Report:
    return hearing.Report(user, session_id, [(number, said.committed(item_id))])


async def test_each_is_told_of_its_own(
    alice: User, session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    seen = rendering.Seen(session.conversation_id, 0)
    bob = foreign_session.user
    first, mine, refused = await asyncio.gather(
        relay(report(bob, foreign_session.pk), UNSEEN),
        relay(report(alice, session.pk), seen),
        relay(report(bob, foreign_session.pk, 2, "<script>"), UNSEEN),
    )
    assert [one.heard.through for one in (first, mine, refused)] == [1, 1, 2]
    assert [number for number, _ in refused.heard.refused] == [2]
    assert mine.drawn
    assert [row["item_id"] for row in mine.drawn["messages"]] == ["item_u"]


async def test_who_may_not_is_refused_and_the_others_are_heard(
    alice: User, session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    found = await asyncio.gather(
        relay(report(alice, session.pk), UNSEEN),
        relay(report(alice, uuid4()), UNSEEN),
        relay(report(alice, foreign_session.pk), UNSEEN),
        relay(report(foreign_session.user, foreign_session.pk), UNSEEN),
        return_exceptions=True,
    )
    assert [one.code for one in found if isinstance(one, Refusal)] == ["unknown_session"] * 2
    assert [one.heard.through for one in found if isinstance(one, Relayed)] == [1, 1]


@pytest.mark.django_db
def test_a_call_of_a_tool_is_drawn_without_asking_for_it(
    conversation: Conversation, ear: Ear, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for payload in said.called():
        written = ear.hears(payload).written
        assert written
        with django_assert_num_queries(0):
            drawn = rendering.just_written(written, rendering.Seen(conversation.pk, written.before))
        assert drawn == rendering.changes(conversation.owner, conversation.pk, written.before)

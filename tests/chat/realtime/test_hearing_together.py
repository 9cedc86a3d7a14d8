"""Reports of several people in one transaction, and those that must be heard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection
from pytest_django import Settings

from chat.models import Conversation, RealtimeSession, User
from chat.realtime.hearing import Report, hear_together
from chat.services import sessions
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, told
from tests.chat.realtime.test_statements import ONE, statements_of

pytestmark = pytest.mark.django_db

Payload = dict[str, Any]
ASKED, ANSWERED = ("user", "final", "Hello"), ("assistant", "final", "Yes, it is.")


def report(session: RealtimeSession, *payloads: Payload, user: User | None = None) -> Report:
    return Report(user or session.user, session.pk, list(enumerate(payloads, start=1)))


def question(item_id: str = "item_u") -> list[Payload]:
    return [*said.spoken_question(item_id), said.heard(item_id, "Hello")]


def test_each_has_what_they_said(
    session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    answer = said.whole_answer("item_a", "Yes, it is.", "item_u")
    heard = hear_together(
        [report(session, *question()), report(foreign_session, *question(), *answer)]
    )
    assert (heard[0].through, heard[1].through) == (4, 4 + len(answer))
    assert told(session.conversation) == [ASKED]
    assert told(foreign_session.conversation) == [ASKED, ANSWERED]
    assert [faults(one.conversation) for one in (session, foreign_session)] == [[], []]


def test_many_cost_the_transaction_of_one(
    session: RealtimeSession, foreign_session: RealtimeSession, settings: Settings
) -> None:
    settings.EVENT_LOG_DAYS = 0
    Conversation.objects.update(title="Named")
    reports = [report(session, *question()), report(foreign_session, *question())]
    assert statements_of(lambda: hear_together(reports)) == ONE


def test_rows_of_the_same_item_id_stay_apart(
    session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    Ear(foreign_session).hears(*question())
    hear_together([report(session, *question()), report(foreign_session, *question())])
    assert told(session.conversation) == told(foreign_session.conversation) == [ASKED]


def test_another_s_session_is_left_out_whoever_else_is_there(
    alice: User, bob: User, session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    forged = report(foreign_session, *question(), user=alice)
    stolen = report(session, *question(), user=bob)
    heard = hear_together([forged, report(session, *question()), stolen])
    assert list(heard) == [1]
    assert told(foreign_session.conversation) == []


@pytest.fixture
def again(session: RealtimeSession) -> RealtimeSession:
    """The second one of the same conversation."""
    device = wish(device=uuid4(), take_over=True)
    return sessions.start(session.user, session.conversation_id, device)[0]


def test_two_of_one_conversation_do_not_go_together(
    session: RealtimeSession, again: RealtimeSession
) -> None:
    heard = hear_together([report(session, *question("a")), report(again, *question("b"))])
    assert len(heard) == 1


def test_a_stranger_s_word_for_the_one_does_not_push_out_the_other(
    bob: User, session: RealtimeSession, again: RealtimeSession
) -> None:
    forged = [report(one, *question("a"), user=bob) for one in (session, again)]
    for mine in (session, again):
        (through,) = hear_together([*forged, report(mine, *question("b"))]).values()
        assert through.through == 4


def test_what_the_database_refuses_leaves_nothing_written(
    session: RealtimeSession, foreign_session: RealtimeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(messages: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("chat.models.statements.put", refuse)
    with pytest.raises(DatabaseError):
        hear_together([report(session, *question()), report(foreign_session, *question())])
    session.refresh_from_db()
    assert (session.relayed_through, told(session.conversation)) == (0, [])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
@pytest.mark.django_db(transaction=True)
def test_where_somebody_else_writes_nobody_waits(
    session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    with writing_elsewhere(session.conversation):
        heard = hear_together([report(session, *question()), report(foreign_session, *question())])
    assert list(heard) == [1]
    assert (told(session.conversation), told(foreign_session.conversation)) == ([], [ASKED])


@contextmanager
def writing_elsewhere(conversation: Conversation) -> Iterator[None]:
    given = connection.get_connection_params()
    settings = {name: given[name] for name in ("host", "port", "user", "dbname")}
    with psycopg.connect(**settings) as other:
        other.execute("SELECT 1 FROM chat_conversation WHERE id = %s FOR UPDATE", [conversation.pk])
        yield
        other.rollback()

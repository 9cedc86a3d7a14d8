"""How many statements a batch of events is: as few for a hundred as for one."""

import re
from collections.abc import Callable, Collection
from typing import Any

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from chat.models import Conversation, Message, RealtimeSession, statements
from chat.services import again
from tests.chat import said
from tests.chat.ear import Ear, faults, rows, told

pytestmark = pytest.mark.django_db

ONE = [
    "SELECT chat_realtimesession",
    "SELECT chat_message",
    "UPDATE chat_realtimesession",
    "UPDATE chat_conversation",
    "INSERT chat_message",
]
TURNS = [
    event
    for number in range(14)
    for event in [
        *said.spoken_question(f"u{number}", f"a{number - 1}" if number else None),
        said.heard(f"u{number}", "Is it?"),
        *said.whole_answer(f"a{number}", "Yes, it is.", f"u{number}"),
    ]
]


@pytest.fixture(autouse=True)
def without_a_log(settings: Settings) -> None:
    settings.EVENT_LOG_DAYS = 0


def statements_of(do: Callable[..., Any], *payloads: Any) -> list[str]:
    """Verb and table of each statement that is not about the transaction itself."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        do(*payloads)
    texts = [query["sql"] for query in captured.captured_queries]
    found = [
        re.match(r'(?:\d+ times: )?(SELECT|INSERT|UPDATE).*?"(chat_\w+)"', text, re.S)
        for text in texts
    ]
    ours = [f"{match[1]} {match[2]}" for match in found if match]
    savepoints = sum("SAVEPOINT" in text for text in texts)
    assert len(ours) + savepoints == len(texts)
    return ours


def test_one_event_is_five_statements(ear: Ear) -> None:
    assert statements_of(ear.hears, said.committed("item_u")) == ONE


def test_a_hundred_events_are_five_statements(conversation: Conversation, ear: Ear) -> None:
    batch = [*TURNS, said.opened(), {"type": "response.done", "response": {"id": "resp_1"}}]
    assert len(batch) == 100
    assert statements_of(ear.hears, *batch) == ONE
    assert told(conversation)[-1] == ("assistant", "final", "Yes, it is.")


def test_the_server_s_ear_needs_no_more(ear: Ear) -> None:
    assert statements_of(ear.overhears, *TURNS) == ONE


def test_changed_and_new_rows_are_saved_together(ear: Ear) -> None:
    ear.hears(*TURNS[:3])
    assert statements_of(ear.hears, *TURNS[3:]) == ONE


def test_the_event_log_adds_one(ear: Ear, settings: Settings) -> None:
    settings.EVENT_LOG_DAYS = 7
    assert statements_of(ear.hears, *TURNS) == [*ONE[:4], "INSERT chat_eventlogentry", *ONE[4:]]


def test_a_tool_call_adds_two(ear: Ear) -> None:
    assert statements_of(ear.hears, *said.called()) == [
        *ONE[:2],
        "SELECT chat_toolcall",
        "INSERT chat_toolcall",
        *ONE[2:],
    ]


def test_what_was_stored_before_is_one(ear: Ear) -> None:
    ear.hears(*TURNS)
    again = list(enumerate(TURNS, start=1))
    assert statements_of(ear.reports, again) == ONE[:1]


def test_what_changes_no_row_is_two(ear: Ear) -> None:
    assert statements_of(ear.hears, said.opened()) == [ONE[0], ONE[2]]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
@pytest.mark.django_db(transaction=True)
def test_only_these_statements_are_prepared_and_counted(ear: Ear) -> None:
    for number in range(statements.PREPARED_AFTER + 1):
        ear.hears(*said.spoken_question(f"u{number}", f"u{number - 1}" if number else None))
    assert Message.objects.filter(item_id="u1").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        prepared = [text for (text,) in cursor.fetchall()]
    verbs = {text.split()[0] for text in prepared}
    counted = [query for query, _ in connection.connection._prepared._counts]
    assert verbs == {"SELECT", "INSERT", "UPDATE"}
    assert not [query for query in counted if b"$1" not in query]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_nothing_prepared_with_it() -> None:
    with transaction.atomic():
        for _ in range(statements.PREPARED_AFTER):
            statements._tell_each("SELECT %s::int", [[1]])
        with pytest.raises(DataError):
            fails_together()
        statements._tell_each("SELECT %s::int", [[1]])


def fails_together() -> None:
    with transaction.atomic(), statements.together():
        statements._tell_each("SELECT 1 / %s::int", [[0]])
        statements._tell_each("SELECT %s::int", [[1]])


def test_a_batch_that_the_database_refuses_is_taken_one_by_one(
    conversation: Conversation, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "put", refusing("poison", statements.put))
    heard = ear.hears(*TURNS[:4], said.heard("poison", "Hello"), *TURNS[4:7])
    assert heard.through == 8
    assert [(number, refusal.code) for number, refusal in heard.refused] == [(5, "bad_field")]
    assert told(conversation) == [
        ("user", "final", "Is it?"),
        ("assistant", "final", "Yes, it is."),
    ]
    assert faults(conversation) == []


def refusing(item_id: str, put: Callable[..., None]) -> Callable[..., None]:
    """The database as it is, but for one item that it cannot store."""

    def refuse(messages: Collection[Message]) -> None:
        if item_id in {message.item_id for message in messages}:
            raise IntegrityError
        put(messages)

    return refuse


@pytest.mark.django_db(transaction=True)
def test_a_write_is_tried_once_more_when_the_database_went_away(
    conversation: Conversation, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, tries = statements.put, []

    def goes_away(messages: Collection[Message]) -> None:
        tries.append(len(rows(conversation)))
        put(messages)
        if len(tries) == 1:
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(statements, "put", goes_away)
    assert ear.hears(*TURNS[:3]).through == 3
    assert (tries, len(rows(conversation)), faults(conversation)) == ([0, 0], 1, [])


@pytest.mark.django_db(transaction=True)
def test_it_is_not_tried_a_third_time(session: RealtimeSession) -> None:
    tries = []

    def away() -> None:
        tries.append(1)
        raise OperationalError

    with pytest.raises(OperationalError):
        again.once_more(away)
    with pytest.raises(OperationalError), transaction.atomic():
        again.once_more(away)
    assert len(tries) == 3

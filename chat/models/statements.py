"""The write path's statements, made once from the models: compiling them each time costs more than running."""

# ruff: noqa: S608 - every name comes from a model, every value is a parameter

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Self, TypeVar
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.utils import CursorWrapper

from chat.models.conversation import Conversation
from chat.models.event_log import EventLogEntry
from chat.models.message import Message, own_id
from chat.models.session import RealtimeSession

Row = TypeVar("Row", bound=models.Model)

# Of a message; everything else may change.
GIVEN_ONCE = {"id", "conversation_id", "sequence", "created_at"}
# As many as SQLite takes in one statement, whichever version it is.
MOST_PARAMETERS = 999
PREPARED_AFTER = 5  # times


def locked_call(session_id: UUID, user_id: int | None) -> RealtimeSession | None:
    """A session with its conversation: found, authorised and locked. `user_id` None: by the server."""
    sql, parameters = _call_sql(), [_key(session_id)]
    if user_id is not None:
        sql += ' AND s."user_id" = %s AND c."owner_id" = %s'
        parameters += [user_id, user_id]
    if connection.features.has_select_for_update:
        sql += " FOR UPDATE OF c, s"  # in this order: everybody locks the conversation first
    for values in _asked(sql, parameters):
        width = len(_fields(RealtimeSession))
        session = _made(RealtimeSession, values[:width])
        session.conversation = _made(Conversation, values[width:])
        return session
    return None


def rows_of(conversation: Conversation, item_ids: Collection[str]) -> Iterator[Message]:
    """Rows that stand for these items: by the provider's id, or by our own (32 hex digits)."""
    own = [_key(found) for found in map(own_id, item_ids) if found]
    named = f'"item_id" IN ({_marks(item_ids)})' + (f' OR "id" IN ({_marks(own)})' if own else "")
    sql = f'SELECT {_names(Message)} FROM "{Message._meta.db_table}" WHERE "conversation_id" = %s'
    for values in _asked(f"{sql} AND ({named})", [_key(conversation.pk), *item_ids, *own]):
        message = _made(Message, values)
        message.conversation = conversation
        yield message


@contextmanager
def together() -> Iterator[None]:
    """What is put and updated in here goes to PostgreSQL in one piece; what it refuses, at the end."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def put(messages: Collection[Message]) -> None:
    """Insert what is new and change what is not, in one statement. `Message.save` is not called."""
    at_most = MOST_PARAMETERS // len(_fields(Message))
    waiting = list(messages)
    while waiting:
        _put(waiting[:at_most])
        waiting = waiting[at_most:]


def update(row: models.Model, names: tuple[str, ...]) -> None:
    """These columns of one row. `save` is not called."""
    fields = [field for field in _fields(type(row)) if field.attname in names]
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    values = [_stored(row, field, is_new=False) for field in fields]
    _tell(f'UPDATE "{row._meta.db_table}" SET {changes} WHERE "id" = %s', [*values, _key(row.pk)])


def log(entry: EventLogEntry, most: int) -> None:
    """Add to a call's log, unless that has `most` bytes by now; `total` is the entry's own size."""
    table = EventLogEntry._meta.db_table
    fields = [field for field in _fields(EventLogEntry) if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = [_stored(entry, field, is_new=True) for field in fields]
    last = f'SELECT "total" FROM "{table}" WHERE "session_id" = %s ORDER BY "id" DESC LIMIT 1'
    before = f'SELECT COALESCE(({last}), 0) AS "total"'
    given = f'{_marks(fields[1:])}, "before"."total" + %s'
    _tell(
        f'INSERT INTO "{table}" ({names}) SELECT {given} FROM ({before}) AS "before" '
        'WHERE "before"."total" < %s',
        [*values, _key(entry.session_id), most],
    )


def _put(messages: Sequence[Message]) -> None:
    fields = _fields(Message)
    values = []
    for message in messages:
        is_new = message._state.adding
        values += [_stored(message, field, is_new=is_new) for field in fields]
        message._state.adding = False
    rows = ", ".join([f"({_marks(fields)})"] * len(messages))
    into = f'INSERT INTO "{Message._meta.db_table}" ({_names(Message)}) VALUES {rows}'
    _tell(f'{into} ON CONFLICT ("id") DO UPDATE SET {_changes()}', values)


@cache
def _call_sql() -> str:
    """Up to the key of the session."""
    session, conversation = RealtimeSession._meta.db_table, Conversation._meta.db_table
    columns = f"{_names(RealtimeSession, 's.')}, {_names(Conversation, 'c.')}"
    joined = f'"{session}" s JOIN "{conversation}" c ON c."id" = s."conversation_id"'
    return f'SELECT {columns} FROM {joined} WHERE c."deleted_at" IS NULL AND s."id" = %s'


@cache
def _changes() -> str:
    columns = [field.column for field in _fields(Message)]
    return ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in columns if name not in GIVEN_ONCE)


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(model._meta.concrete_fields)


@cache
def _names(model: type[models.Model], alias: str = "") -> str:
    return ", ".join(f'{alias}"{field.column}"' for field in _fields(model))


@cache
def _converters(model: type[models.Model]) -> dict[int, Any]:
    """What turns a value of this database into the field's, by the field's place."""
    compiler = model._default_manager.all().query.get_compiler(DEFAULT_DB_ALIAS)
    table = model._meta.db_table
    found: dict[int, Any] = compiler.get_converters([one.get_col(table) for one in _fields(model)])
    return found


def _made(model: type[Row], values: Sequence[Any]) -> Row:
    converted = list(values)
    for at, (converters, expression) in _converters(model).items():
        for convert in converters:
            converted[at] = convert(converted[at], expression, connection)
    names = [field.attname for field in _fields(model)]
    return model.from_db(DEFAULT_DB_ALIAS, names, converted)


def _stored(row: models.Model, field: models.Field[Any, Any], *, is_new: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, is_new), connection)


def _key(value: UUID) -> Any:
    return Message._meta.pk.get_db_prep_value(value, connection)


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _asked(sql: str, parameters: Sequence[Any]) -> list[Sequence[Any]]:
    with _cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _tell(sql: str, parameters: Sequence[Any]) -> None:
    with _cursor() as cursor:
        cursor.execute(sql, parameters)


def _cursor() -> CursorWrapper:
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    # A savepoint that is rolled back may take with it what psycopg believes to be prepared.
    kind = psycopg.Cursor if connection.savepoint_ids else _Prepares
    raw: Any = kind(connection.connection)
    logged = connection.queries_logged
    return connection.make_debug_cursor(raw) if logged else connection.make_cursor(raw)


class _Prepares(psycopg.Cursor[Any]):
    """PostgreSQL plans these few statements once for each connection, which halves its own work.

    For others the connection has it off: psycopg would count Django's too, whose values are in their
    text, so that each is another: a hundred texts a connection, thrown away and made anew for ever.
    """

    def execute(self, *given: Any, **named: Any) -> Self:
        self.connection.prepare_threshold = PREPARED_AFTER
        try:
            return super().execute(*given, **named)
        finally:
            self.connection.prepare_threshold = None

"""The write path's statements, made once from the models: compiling them each time costs more than running."""

# ruff: noqa: S608 - every name comes from a model, every value is a parameter

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Self, TypeVar
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.utils import CursorWrapper

from chat.models.conversation import Conversation
from chat.models.event_log import MOST_BYTES_A_CALL, EventLogEntry
from chat.models.message import Message, own_id
from chat.models.session import RealtimeSession
from chat.models.tool_call import ToolCall

Row = TypeVar("Row", bound=models.Model)

# Of a message; everything else may change.
GIVEN_ONCE = {"id", "conversation_id", "sequence", "created_at"}
PREPARED_AFTER = 5  # times


def locked_calls(
    session_ids: Collection[UUID], user_ids: Collection[int] | None, *, waits: bool = True
) -> list[RealtimeSession]:
    """Sessions with their conversations: found, authorised and locked. `user_ids` None: by the server.

    Each is of one of these users, with a conversation of that same one. `waits` False: without those
    that somebody else has locked; then several may be locked in any order.
    """
    among, parameters = _among('s."id"', [_key(one) for one in session_ids])
    sql = f"{_call_sql()} AND {among}"
    if user_ids is not None:
        among, users = _among('s."user_id"', user_ids)
        sql += f' AND {among} AND c."owner_id" = s."user_id"'
        parameters += users
    if connection.features.has_select_for_update:
        sql += " FOR UPDATE OF c, s"  # in this order: everybody locks the conversation first
        sql += "" if waits else " SKIP LOCKED"
    return [_call(values) for values in _asked(sql, parameters)]


def rows_of(
    conversations: Collection[Conversation], item_ids: Collection[str]
) -> Iterator[Message]:
    """Rows that stand for these items: by the provider's id, or by our own (32 hex digits)."""
    known = {one.pk: one for one in conversations}
    own = [_key(found) for found in map(own_id, item_ids) if found]
    theirs, parameters = _among('"conversation_id"', [_key(one) for one in known])
    by_item, items = _among('"item_id"', item_ids)
    by_key, keys = _among('"id"', own)
    sql = f'SELECT {_names(Message)} FROM "{Message._meta.db_table}" WHERE {theirs}'
    for values in _asked(f"{sql} AND ({by_item} OR {by_key})", [*parameters, *items, *keys]):
        message = _made(Message, values)
        message.conversation = known[message.conversation_id]
        yield message


def tool_calls_of(
    session: RealtimeSession,
    call_ids: Collection[str],
    rows: Collection[UUID],
    outputs: Collection[UUID],
) -> Iterator[ToolCall]:
    """What a session's events may speak of: by call id, by row, or by its output's item id."""
    by_call, calls = _among('"call_id"', call_ids)
    by_row, messages = _among('"message_id"', [_key(one) for one in rows])
    by_output, keys = _among('"id"', [_key(one) for one in outputs])
    of_conversation = (
        f'SELECT "id" FROM "{RealtimeSession._meta.db_table}" WHERE "conversation_id" = %s'
    )
    sql = (
        f'SELECT {_names(ToolCall)} FROM "{ToolCall._meta.db_table}" WHERE {by_row}'
        f' OR ("session_id" = %s AND {by_call})'
        f' OR ({by_output} AND "session_id" IN ({of_conversation}))'
    )
    parameters = [*messages, _key(session.pk), *calls, *keys, _key(session.conversation_id)]
    for values in _asked(sql, parameters):
        yield _made(ToolCall, values)


@contextmanager
def together() -> Iterator[None]:
    """What is put and updated in here goes to PostgreSQL in one piece; what it refuses, at the end."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def put(messages: Collection[Message]) -> None:
    """Insert what is new and change what is not. `Message.save` is not called."""
    fields = _fields(Message)
    rows = [_stored(message, fields) for message in messages]
    for message in messages:
        message._state.adding = False
    _tell_each(_put_sql(), rows)


def update(rows: Collection[models.Model], names: tuple[str, ...]) -> None:
    """These columns of rows of one table. `save` is not called."""
    (model,) = {type(row) for row in rows}
    fields = [field for field in _fields(model) if field.attname in names]
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    sql = f'UPDATE "{model._meta.db_table}" SET {changes} WHERE "id" = %s'
    _tell_each(sql, [[*_stored(row, fields), _key(row.pk)] for row in rows])


def log(entries: Collection[EventLogEntry]) -> None:
    """Add to calls' logs, unless they are full; `total` is the entry's own size."""
    fields = [field for field in _fields(EventLogEntry) if not field.primary_key]
    tails = [[_key(entry.session_id), MOST_BYTES_A_CALL] for entry in entries]
    rows = [_stored(entry, fields) + tail for entry, tail in zip(entries, tails, strict=True)]
    _tell_each(_log_sql(), rows)


@cache
def _log_sql() -> str:
    table = EventLogEntry._meta.db_table
    fields = [field for field in _fields(EventLogEntry) if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    last = f'SELECT "total" FROM "{table}" WHERE "session_id" = %s ORDER BY "id" DESC LIMIT 1'
    before = f'SELECT COALESCE(({last}), 0) AS "total"'
    given = f'{_marks(fields[1:])}, "before"."total" + %s'
    return (
        f'INSERT INTO "{table}" ({names}) SELECT {given} FROM ({before}) AS "before" '
        'WHERE "before"."total" < %s'
    )


@cache
def _call_sql() -> str:
    """Up to which of them."""
    session, conversation = RealtimeSession._meta.db_table, Conversation._meta.db_table
    columns = f"{_names(RealtimeSession, 's.')}, {_names(Conversation, 'c.')}"
    joined = f'"{session}" s JOIN "{conversation}" c ON c."id" = s."conversation_id"'
    return f'SELECT {columns} FROM {joined} WHERE c."deleted_at" IS NULL'


@cache
def _put_sql() -> str:
    columns = [field.column for field in _fields(Message) if field.attname not in GIVEN_ONCE]
    changes = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in columns)
    into = f'INSERT INTO "{Message._meta.db_table}" ({_names(Message)})'
    values = f"VALUES ({_marks(_fields(Message))})"
    return f'{into} {values} ON CONFLICT ("id") DO UPDATE SET {changes}'


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


def _call(values: Sequence[Any]) -> RealtimeSession:
    width = len(_fields(RealtimeSession))
    session = _made(RealtimeSession, values[:width])
    session.conversation = _made(Conversation, values[width:])
    return session


def _made(model: type[Row], values: Sequence[Any]) -> Row:
    converted, database = list(values), connections[DEFAULT_DB_ALIAS]
    for at, (converters, expression) in _converters(model).items():
        for convert in converters:
            converted[at] = convert(converted[at], expression, database)
    names = [field.attname for field in _fields(model)]
    return model.from_db(DEFAULT_DB_ALIAS, names, converted)


def _stored(row: models.Model, fields: Iterable[models.Field[Any, Any]]) -> list[Any]:
    is_new, database = row._state.adding, connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(field.pre_save(row, is_new), database) for field in fields]


def _key(value: UUID) -> Any:
    return Message._meta.pk.get_db_prep_value(value, connections[DEFAULT_DB_ALIAS])


def _among(column: str, values: Collection[Any]) -> tuple[str, list[Any]]:
    """The same text for any number of values, where they can be one parameter: it is prepared once."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(values)]
    return f"{column} IN ({_marks(values)})", list(values)


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _asked(sql: str, parameters: Sequence[Any]) -> list[Sequence[Any]]:
    with _cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _tell_each(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Once with each of these; its text is read, and prepared, once."""
    if rows:
        with _cursor() as cursor:
            cursor.executemany(sql, rows)


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
        with self._preparing():
            return super().execute(*given, **named)

    def executemany(self, *given: Any, **named: Any) -> None:
        with self._preparing():
            super().executemany(*given, **named)

    @contextmanager
    def _preparing(self) -> Iterator[None]:
        self.connection.prepare_threshold = PREPARED_AFTER
        try:
            yield
        finally:
            self.connection.prepare_threshold = None

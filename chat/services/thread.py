"""Write to a conversation: lock it, number what is new, tell the tabs after commit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from chat import broadcasts
from chat.errors import Refusal, missing, missing_session
from chat.models import (
    Conversation,
    EventLogEntry,
    Message,
    RealtimeSession,
    User,
    statements,
)

QUIET = timedelta(minutes=1)
MAX_MESSAGES = 5_000
COUNTERS = ("last_message_at", "last_sequence", "revision")
TITLE = ("title", "title_folded")
Columns = tuple[str, ...]
Update = tuple[Model, Columns]
Key = tuple[UUID, int]  # of a call: the session, and whose it is


@dataclass(frozen=True)
class Written:
    """What one transaction changed in a conversation, in the order of the changes."""

    conversation: Conversation
    before: int  # its revision until then
    messages: list[Message]


class Thread:
    """A locked conversation. Rows are found once, changed in memory and saved together when it closes."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._by_item: dict[str, Message] = {}
        self._unsaved: dict[UUID, Message] = {}
        self._updates: list[Update] = []
        self.log_entries: list[EventLogEntry] = []
        self._revision = conversation.revision
        self._title = conversation.title
        self._last_message_at = conversation.last_message_at

    def find(self, item_id: str | None) -> Message | None:
        return self._by_item.get(item_id) if item_id else None

    def refuse_when_full(self, rows: int = 1) -> None:
        """Raises Refusal `conversation_full` when so many more do not fit."""
        if self.conversation.last_sequence + rows > MAX_MESSAGES:
            raise Refusal("conversation_full", "This conversation is full. Start a new one.")

    def insert(self, **fields: Any) -> Message:
        """A row at the end; in the database when the thread closes."""
        self.refuse_when_full()
        message = Message(
            conversation=self.conversation, sequence=self.conversation.next_sequence(), **fields
        )
        message.has_no_call()
        self.remember(message)
        self.conversation.last_message_at = timezone.now()
        self.change(message)
        return message

    def change(self, message: Message) -> None:
        """Note that a row differs; it gets the next revision and is saved when the thread closes."""
        message.revision = self.conversation.next_revision()
        self._unsaved[message.pk] = message
        if message.role == Message.Role.USER:
            self.conversation.name_after(message.content)

    def update(self, session: RealtimeSession, names: Columns) -> None:
        """Save these columns of the call when the thread closes."""
        self._updates.append((session, names))

    def log(self, entry: EventLogEntry) -> None:
        """Keep it when the thread closes."""
        self.log_entries.append(entry)

    def written(self) -> Written:
        changed = sorted(self.unsaved, key=lambda message: message.revision)
        return Written(self.conversation, self._revision, changed)

    @property
    def unsaved(self) -> Collection[Message]:
        return self._unsaved.values()

    def live_rows(self, session: RealtimeSession) -> list[Message]:
        """Rows of this session that are live now, with the changes that are not saved yet."""
        stored = self.conversation.messages.filter(session=session, status=Message.Status.LIVE)
        known = {message.pk: message for message in stored} | self._unsaved
        ours = [message for message in known.values() if message.session_id == session.pk]
        return [message for message in ours if message.status == Message.Status.LIVE]

    def remember(self, message: Message) -> None:
        """A row that is found from now on, by the provider's id and by our own."""
        self._by_item[message.own_item_id] = message
        if message.item_id:
            self._by_item[message.item_id] = message

    @property
    def is_changed(self) -> bool:
        return self.conversation.revision != self._revision

    @property
    def updates(self) -> list[Update]:
        if not self.is_changed:
            return self._updates
        names = (*COUNTERS, *TITLE) if self._is_renamed() else COUNTERS
        return [*self._updates, (self.conversation, names)]

    def tell(self) -> None:
        if not self.is_changed:
            return
        broadcasts.conversation_changed(self.conversation)
        if self._is_renamed() or self._moved_up():
            broadcasts.conversations_changed(self.conversation.owner_id)

    def _is_renamed(self) -> bool:
        return self.conversation.title != self._title

    def _moved_up(self) -> bool:
        """It was quiet and is first in the list now; told once, not for each message of a talk."""
        before, now = self._last_message_at, self.conversation.last_message_at
        return now is not None and (before is None or now - before > QUIET)


def load_rows(threads: Collection[Thread], item_ids: Collection[str]) -> None:
    """Fetch the rows of these items in one query."""
    by_conversation = {thread.conversation.pk: thread for thread in threads}
    conversations = [thread.conversation for thread in threads]
    for message in statements.rows_of(conversations, item_ids):
        by_conversation[message.conversation_id].remember(message)


@contextmanager
def writing(user: User, conversation_id: UUID) -> Iterator[Thread]:
    """One transaction on one conversation of this user (lock order: conversation, session, message).

    Raises Refusal `not_found` when it is not theirs or not there.
    """
    with transaction.atomic():
        thread = Thread(_locked(user, conversation_id))
        yield thread
        _close([thread])


@contextmanager
def writing_call(session_id: UUID, user: User | None) -> Iterator[tuple[Thread, RealtimeSession]]:
    """The same on the conversation of a call; one query finds, authorises and locks the two.

    `user` is None for the server's own ear. Raises Refusal `unknown_session`.
    """
    with transaction.atomic():
        found = statements.locked_calls([session_id], [user.pk] if user else None)
        if not found:
            raise missing_session()
        thread = Thread(found[0].conversation)
        yield thread, found[0]
        _close([thread])


@contextmanager
def writing_calls(wanted: Collection[Key]) -> Iterator[dict[Key, tuple[Thread, RealtimeSession]]]:
    """One transaction on the conversations of several calls, of several people.

    Left out are those that somebody else writes to, a second one of the same conversation, and
    what `writing_call` refuses.
    """
    with transaction.atomic():
        session_ids, user_ids = zip(*wanted, strict=True)
        found = statements.locked_calls(session_ids, user_ids, waits=False)
        mine = [one for one in found if (one.pk, one.user_id) in wanted]
        firsts = {one.conversation_id: one for one in reversed(mine)}.values()
        calls = {(one.pk, one.user_id): (Thread(one.conversation), one) for one in firsts}
        yield calls
        _close([thread for thread, _ in calls.values()])


def _close(threads: Collection[Thread]) -> None:
    with statements.together():
        for names, rows in _by_columns(threads):
            statements.update(rows, names)
        statements.log([entry for thread in threads for entry in thread.log_entries])
        statements.put([row for thread in threads for row in thread.unsaved])
    for thread in threads:
        thread.tell()


def _by_columns(threads: Collection[Thread]) -> Iterator[tuple[Columns, list[Model]]]:
    """What one statement can change, of whichever thread it is."""
    found: dict[tuple[type[Model], Columns], list[Model]] = {}
    for thread in threads:
        for row, names in thread.updates:
            found.setdefault((type(row), names), []).append(row)
    for (_, names), rows in found.items():
        yield names, rows


def _locked(user: User, conversation_id: UUID) -> Conversation:
    mine = Conversation.objects.visible_to(user).select_for_update()
    try:
        return mine.get(pk=conversation_id)
    except Conversation.DoesNotExist:
        raise missing() from None

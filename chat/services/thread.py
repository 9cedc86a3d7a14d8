"""Write to a conversation: lock it, number what is new, tell the tabs after commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import broadcasts
from chat.errors import Refusal, missing
from chat.models import Conversation, Message, RealtimeSession, User

MAX_MESSAGES = 5_000
COUNTERS = ("title", "last_message_at", "last_sequence", "revision")


class Thread:
    """A locked conversation. Rows are found once, changed in memory and saved when it closes."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._by_item: dict[str, Message] = {}
        self._changed: dict[UUID, Message] = {}
        self._revision = conversation.revision
        self._title = conversation.title

    def load(self, item_ids: Iterable[str]) -> None:
        """Fetch the rows of these items in one query."""
        for message in self.conversation.messages.with_items(item_ids):
            self._remember(message)

    def find(self, item_id: str | None) -> Message | None:
        return self._by_item.get(item_id) if item_id else None

    def insert(self, **fields: Any) -> Message:
        if self.conversation.last_sequence >= MAX_MESSAGES:
            raise Refusal("conversation_full", "This conversation is full. Start a new one.")
        message = Message(
            conversation=self.conversation,
            sequence=self.conversation.next_sequence(),
            revision=self.conversation.next_revision(),
            **fields,
        )
        message.save(force_insert=True)
        self._remember(message)
        self.conversation.last_message_at = timezone.now()
        self._name_after(message)
        return message

    def change(self, message: Message) -> None:
        """Note that a row differs; it gets the next revision and is saved when the thread closes."""
        message.revision = self.conversation.next_revision()
        self._changed[message.pk] = message
        self._name_after(message)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may be refused: then its rows and its numbers are taken back together."""
        counters = {name: getattr(self.conversation, name) for name in COUNTERS}
        by_item, changed = dict(self._by_item), dict(self._changed)
        try:
            with transaction.atomic():
                yield
        except Exception:
            vars(self.conversation).update(counters)
            self._by_item, self._changed = by_item, changed
            raise

    def live_rows(self, session: RealtimeSession) -> list[Message]:
        """Rows of this session that are live now, with the changes that are not saved yet."""
        stored = self.conversation.messages.filter(session=session, status=Message.Status.LIVE)
        known = {message.pk: message for message in stored} | self._changed
        ours = [message for message in known.values() if message.session_id == session.pk]
        return [message for message in ours if message.status == Message.Status.LIVE]

    def close(self) -> None:
        if self.conversation.revision == self._revision:
            return
        for message in self._changed.values():
            message.save(force_update=True)
        self.conversation.save(update_fields=COUNTERS)
        broadcasts.conversation_changed(self.conversation)
        if self.conversation.title != self._title:
            broadcasts.conversations_changed(self.conversation.owner_id)

    def _remember(self, message: Message) -> None:
        self._by_item[message.own_item_id] = message
        if message.item_id:
            self._by_item[message.item_id] = message

    def _name_after(self, message: Message) -> None:
        if message.role == Message.Role.USER:
            self.conversation.name_after(message.content)


@contextmanager
def writing(user: User, conversation_id: UUID) -> Iterator[Thread]:
    """One transaction on one conversation of this user (lock order: conversation, session, message).

    Raises Refusal `not_found` when it is not theirs or not there.
    """
    with transaction.atomic():
        thread = Thread(_locked(user, conversation_id))
        yield thread
        thread.close()


def _locked(user: User, conversation_id: UUID) -> Conversation:
    mine = Conversation.objects.visible_to(user).select_for_update()
    try:
        return mine.get(pk=conversation_id)
    except Conversation.DoesNotExist:
        raise missing() from None

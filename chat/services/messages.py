"""Keep what is typed, checkpoint what grows, and find what a tab has not seen."""

from typing import NamedTuple
from uuid import UUID

from chat.errors import InputRefused
from chat.models import Message, RealtimeSession, User
from chat.services import conversations, event_log
from chat.services.thread import writing

MAX_CHARACTERS = 65_536
PAGE = 1_000


class Changes(NamedTuple):
    """Rows changed after a revision, oldest change first; `more` when this is only the first page."""

    revision: int
    messages: list[Message]
    more: bool


def post(user: User, conversation_id: UUID, client_id: UUID, content: str) -> tuple[Message, bool]:
    """Store a typed message; the same `client_id` again gives the same row. True when it is new."""
    if not content.strip() or len(content) > MAX_CHARACTERS:
        raise InputRefused("bad_field", f"A message has 1 to {MAX_CHARACTERS:,} characters.")
    with writing(user, conversation_id) as thread:
        known = thread.conversation.messages.filter(client_id=client_id).first()
        if known:
            return known, False
        return thread.insert(
            role=Message.Role.USER,
            status=Message.Status.FINAL,
            content=content,
            client_id=client_id,
            captured_by=Message.CapturedBy.SERVER,
        ), True


def checkpoint(session: RealtimeSession, item_id: str, content: str) -> None:
    """Keep the text so far of a growing row. No revision: other tabs hear it as partial text.

    Not of a call: what its row says is the name under which the tool will be run.
    """
    live = session.conversation.messages.filter(status=Message.Status.LIVE)
    live = live.exclude(role=Message.Role.TOOL)
    if live.filter(item_id=item_id, session=session).update(content=content):
        event_log.note_checkpoint(session, item_id, content)


def changes(user: User, conversation_id: UUID, after_revision: int) -> Changes:
    conversation = conversations.find(user, conversation_id)
    rows = conversation.messages.changed_after(after_revision).select_related("tool_call")
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return Changes(conversation.revision, found, more=False)
    return Changes(found[PAGE - 1].revision, found[:PAGE], more=True)

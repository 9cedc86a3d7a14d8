"""A page of somebody's list of conversations: found by title, listed or archived, page after page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from chat.errors import InputRefused, missing
from chat.models import Conversation, User
from chat.plain_text import folded, tidied
from chat.services import conversations

PAGE = 50
MOST_AT_ONCE = 200
MAX_QUERY_CHARACTERS = 200
# Microseconds since 1970 of the last row's moment, and its id.
PLACE = re.compile(r"^(\d{1,16})-([0-9a-f]{32})$", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Search:
    """What the list shows. `after` is a place in it; `rows` how many are wanted from there on."""

    text: str = ""
    archived: bool = False
    after: str = ""
    rows: int = PAGE

    @property
    def words(self) -> list[str]:
        return folded(tidied(self.text[:MAX_QUERY_CHARACTERS])).split()

    @property
    def address(self) -> str:
        """The part of the address after "?", of this page."""
        fields = {"q": self.text, "archived": "1" if self.archived else "", "after": self.after}
        return urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True)
class Page:
    search: Search
    rows: list[Conversation]
    counts: conversations.Counts
    following: Search | None


def page(user: User, search: Search) -> Page:
    """Raises InputRefused for a place that no page ends with."""
    kind = conversations.archived if search.archived else conversations.listed
    found = kind(user).named_like(search.words).recent_first().with_live_mark()
    if search.after:
        found = found.after(*_place(search.after))
    wanted = min(max(search.rows, PAGE), MOST_AT_ONCE)
    rows = list(found[: wanted + 1])
    following = None
    if len(rows) > wanted:
        following = replace(search, after=_after(rows[wanted - 1]), rows=PAGE)
    return Page(search, rows[:wanted], conversations.counts(user), following)


def row(user: User, conversation_id: UUID) -> Conversation:
    """One of the list by itself. Raises Refusal `not_found`."""
    found = Conversation.objects.visible_to(user).recent_first().with_live_mark()
    try:
        return found.get(pk=conversation_id)
    except Conversation.DoesNotExist:
        raise missing() from None


def _after(last: Conversation) -> str:
    moment = last.last_message_at or last.created_at
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{last.pk.hex}"


def _place(text: str) -> tuple[datetime, UUID]:
    found = PLACE.match(text)
    if not found:
        raise InputRefused("bad_field", "There is no such page of the list.")
    return EPOCH + timedelta(microseconds=int(found[1])), UUID(hex=found[2])

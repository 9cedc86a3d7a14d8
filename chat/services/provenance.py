"""Where words come from: heard by the server, claimed by the browser, or imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from chat.models import Conversation, Message

# What somebody said, wrote or called; not our own notices, gaps and tombstones.
COUNTED = (Message.Role.USER, Message.Role.ASSISTANT, Message.Role.TOOL)


@dataclass(frozen=True)
class Provenance:
    """How many messages each ear stands for; the names are those of `Message.CapturedBy`."""

    server: int = 0
    browser: int = 0
    imported: int = 0

    @property
    def total(self) -> int:
        return self.server + self.browser + self.imported

    def __str__(self) -> str:
        parts = [
            (self.server, "heard by the server"),
            (self.browser, "claimed by the browser"),
            (self.imported, "imported"),
        ]
        said = [f"{count} {words}" for count, words in parts if count]
        return ", ".join(said) or "Nothing was said"


def of_conversations(ids: Iterable[UUID]) -> dict[UUID, Provenance]:
    """By conversation; one without messages is left out."""
    return _counted(Message.objects.filter(conversation_id__in=list(ids)), "conversation_id")


def of_calls(conversation: Conversation) -> dict[UUID, Provenance]:
    """By session; what was written outside a call is left out."""
    return _counted(conversation.messages.exclude(session=None), "session_id")


def _counted(messages: QuerySet[Message], by: str) -> dict[UUID, Provenance]:
    said = messages.filter(role__in=COUNTED).exclude(status=Message.Status.DELETED)
    found: dict[UUID, dict[str, int]] = {}
    for key, ear, count in said.values_list(by, "captured_by").annotate(count=Count("pk")):
        found.setdefault(key, {})[ear] = count
    return {key: Provenance(**counts) for key, counts in found.items()}

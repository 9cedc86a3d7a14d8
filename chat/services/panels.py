"""Which of Parley's own pages an assistant may open for a person, and where they are."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from chat.models import Conversation, User
from chat.plain_text import folded, tidied
from tools.base import Panel

MOST_WORDS = 8
MOST_FOUND = 5


class OwnPanels:
    """`tools/base.py`: Panels."""

    def __init__(self, user: User) -> None:
        self._user = user

    def named(self, name: str) -> Panel:
        return Panel(title=name.capitalize(), address=reverse(name))

    def conversations(self, title: str) -> Sequence[Panel]:
        """Newest first; one whose title is just that is found alone."""
        words = folded(tidied(title)).split()[:MOST_WORDS]
        mine = Conversation.objects.visible_to(self._user)
        found = list(mine.named_like(words).recent_first()[:MOST_FOUND])
        same = [one for one in found if folded(str(one)).split() == words]
        return [_panel(one) for one in (same[:1] or found)]


def _panel(conversation: Conversation) -> Panel:
    return Panel(title=str(conversation), address=reverse("conversation", args=[conversation.pk]))

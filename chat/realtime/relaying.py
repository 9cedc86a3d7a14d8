"""A tab's report of events: recorded, and what came of it drawn for this tab in the same hop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chat.models import User
from chat.realtime import hearing, rendering


def relay(
    user: User, session_id: UUID, batch: Sequence[hearing.Numbered], seen: rendering.Seen
) -> tuple[hearing.Heard, dict[str, Any] | None]:
    """What was heard, and the content of a `changes` frame when the tab needs no other.

    Raises Refusal `unknown_session`.
    """
    heard = hearing.hear(user, session_id, batch)
    drawn = rendering.just_written(heard.written, seen) if heard.written else None
    return heard, drawn

"""What the assistant tells a person beside the conversation: on every open page of theirs, and limited."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from chat import broadcasts
from chat.models import User
from chat.plain_text import tidied
from tools.models import Notification
from tools.models.notification import MOST_A_MINUTE, MOST_AN_HOUR, STILL_NEWS
from tools.models.owner import lock

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class OwnNotices:
    """`tools/base.py`: Notices."""

    def __init__(self, user: User) -> None:
        self._user = user

    def show(self, level: str, text: str) -> bool:
        return show(self._user, level, text)


def show(user: User, level: str, text: str) -> bool:
    """Of many at once the limit is exact: whoever counts has the person's row."""
    with transaction.atomic():
        lock(user)
        mine = Notification.objects.filter(user=user)
        mine.exclude(pk__in=mine.within(HOUR)).delete()
        if mine.count() >= MOST_AN_HOUR or mine.within(MINUTE).count() >= MOST_A_MINUTE:
            return False
        made = Notification.objects.create(user=user, level=level, text=tidied(text))
        broadcasts.notification_shown(user.pk, made.pk)
    return True


def find(user: User, notification_id: int) -> dict[str, Any] | None:
    """The content of a `notification` frame."""
    found = Notification.objects.filter(user=user, pk=notification_id).first()
    return _described(found) if found else None


def latest(user: User) -> list[dict[str, Any]]:
    """What a tab that heard nothing for a while may have missed, and what is still news."""
    mine = Notification.objects.filter(user=user)
    return [_described(one) for one in mine.within(STILL_NEWS)]


def _described(one: Notification) -> dict[str, Any]:
    return {"id": one.pk, "level": one.level, "text": one.text}

"""What of a person's pages shows a collection of theirs, and is told when it changes."""

from __future__ import annotations

from chat import broadcasts
from chat.models import User
from tools import files, items

ITEMS, FILES = COLLECTIONS = ("items", "files")


class OwnPages:
    """`tools/base.py`: Pages."""

    def __init__(self, user: User) -> None:
        self._user = user

    def changed(self, collection: str) -> None:
        broadcasts.collection_changed(self._user.pk, collection)


def sweep() -> int:
    """What was deleted and nobody wanted back; the number of rows that went."""
    return items.sweep() + files.sweep()

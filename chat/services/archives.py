"""Archives of a person's conversations: written by a tool, downloaded for a while, then gone."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Conversation, Export, User
from chat.services import exports
from tools.base import Progress

NOT_IN_A_NAME = re.compile(r"[^\w .-]+")
NAME_CHARACTERS = 60
# A file that no row has named by then is of a run that was cancelled or killed.
ORPHAN_AFTER_S = 3_600


@dataclass(frozen=True)
class OwnArchive:
    """A file that is there; it can be downloaded once it is kept."""

    export: Export

    @property
    def conversations(self) -> int:
        return self.export.conversations

    @property
    def address(self) -> str:
        return reverse("download", kwargs={"export_id": self.export.pk})

    @property
    def hours(self) -> int:
        return int(settings.EXPORT_HOURS)

    def keep(self) -> None:
        self.export.save(force_insert=True)


class OwnArchives:
    def __init__(self, user: User) -> None:
        self._user = user

    def make(self, form: str, progress: Progress) -> OwnArchive:
        """Every conversation of the person, each as a file. Raises Cancelled."""
        until = timezone.now() + timedelta(hours=settings.EXPORT_HOURS)
        export = Export(owner=self._user, expires_at=until, conversations=0, size=0)
        export.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        export.conversations = self._write(export.path, form, progress)
        export.size = export.path.stat().st_size
        return OwnArchive(export)

    def _write(self, path: Path, form: str, progress: Progress) -> int:
        mine = Conversation.objects.visible_to(self._user)
        total = mine.count()
        written = 0
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
            for one in mine.recent_first().iterator(100):
                progress.report(written / max(total, 1), f"{written} of {total} conversations")
                written += 1
                archive.writestr(f"{_name(one, written)}.{form}", "".join(_text(one, form)))
        return written


def mine(user: User) -> list[Export]:
    return list(Export.objects.visible_to(user.pk).order_by("-created_at"))


def find(user: User, export_id: UUID) -> Export:
    """Raises Refusal `not_found`: another's, a missing one, and one whose time is over."""
    found = Export.objects.visible_to(user.pk).filter(pk=export_id).first()
    if found is None or not found.path.exists():
        raise Refusal("not_found", "There is no such export.", status=404)
    return found


def delete(user: User, export_id: UUID) -> None:
    _remove(Export.objects.filter(owner=user, pk=export_id))


def sweep() -> None:
    """What is past its time goes, and what no row names."""
    _remove(Export.objects.overdue())
    folder = settings.DATA_DIR / "exports"
    known = {f"{pk}.zip" for pk in Export.objects.values_list("pk", flat=True)}
    for file in folder.glob("*.zip"):
        is_old = time.time() - file.stat().st_mtime > ORPHAN_AFTER_S
        if is_old and file.name not in known:
            file.unlink(missing_ok=True)


def _remove(gone: Iterable[Export]) -> None:
    for export in gone:
        export.path.unlink(missing_ok=True)
        export.delete()


def _text(conversation: Conversation, form: str) -> Iterator[str]:
    return exports.FORMATS[form](conversation)


def _name(conversation: Conversation, number: int) -> str:
    title = NOT_IN_A_NAME.sub(" ", str(conversation))[:NAME_CHARACTERS].strip(" .")
    return f"{number:04} {title or 'Conversation'}"

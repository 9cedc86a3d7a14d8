"""A person's files as their page has them: found, uploaded, deleted, and every open page told."""

from __future__ import annotations

from typing import NamedTuple

from chat import broadcasts
from chat.errors import Refusal
from chat.models import User
from chat.services import own_pages
from tools import files
from tools.models import StoredFile
from tools.models.stored_file import MAX_BYTES


class Shelf(NamedTuple):
    """`gone`: what can be had back is shown, not what is there."""

    files: list[StoredFile]
    used: int
    quota: int
    gone: bool


def shelf(user: User, *, gone: bool = False) -> Shelf:
    mine = files.of(user).without_content()
    shown = mine.gone().order_by("-deleted_at", "-pk") if gone else mine.shown()
    return Shelf(list(shown), mine.there().total_bytes(), files.quota_bytes(), gone)


def find(user: User, file_id: int) -> StoredFile:
    return files.one(files.of(user).there(), file_id)


def upload(user: User, name: str, content: bytes) -> StoredFile:
    """Raises Refusal: not_text, exists, full, bad_name, too_large."""
    if len(content) > MAX_BYTES:
        raise Refusal("too_large", f"A file has at most {MAX_BYTES // files.KIB} KiB of text.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_text() from None
    if "\x00" in text:
        raise _not_text()
    return _told(user, files.write(user, name, text))


def delete(user: User, file_id: int) -> StoredFile:
    return _told(user, files.delete(user, file_id))


def restore(user: User, file_id: int) -> StoredFile:
    return _told(user, files.restore(user, file_id))


def _not_text() -> Refusal:
    return Refusal("not_text", "Only text files in UTF-8 can be kept here.")


def _told(user: User, file: StoredFile) -> StoredFile:
    broadcasts.collection_changed(user.pk, own_pages.FILES)
    return file

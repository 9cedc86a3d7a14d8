"""What is done to a person's files, by their assistant and on their page alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.errors import Refusal
from chat.plain_text import folded, seen, storable
from tools.models import StoredFile
from tools.models.owner import lock
from tools.models.stored_file import MAX_BYTES, MAX_NAME, MOST, StoredFileQuerySet, key_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# What is a folder, a drive or a pattern somewhere; a downloaded file must be none of it.
FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
KIB = 1024
MOST_IN_A_QUESTION = 4


def of(user: AbstractBaseUser) -> StoredFileQuerySet:
    return StoredFile.objects.filter(user_id=user.pk)


def quota_bytes() -> int:
    return int(settings.FILES_QUOTA_KIB) * KIB


def named(name: str) -> str:
    """As it is stored. Raises Refusal `bad_name`: nothing of it is a path, hidden or unseen."""
    shown = seen(name)
    bad = FORBIDDEN.search(shown) or RESERVED.fullmatch(shown)
    if not shown or bad or shown.startswith(".") or shown.endswith("."):
        raise Refusal("bad_name", "A file's name is plain words, such as notes.txt.")
    if len(shown) > MAX_NAME:
        raise Refusal("bad_name", f"A file's name has at most {MAX_NAME} letters.")
    return shown


def write(user: AbstractBaseUser, name: str, content: str, *, replace: bool = False) -> StoredFile:
    """What it replaces can be had back for a week. Raises Refusal: exists, full, bad_name, …"""
    file = StoredFile(user_id=user.pk, name=named(name))
    with transaction.atomic():
        lock(user)
        old = of(user).there().filter(key=key_of(file.name)).first()
        if old and not replace:
            raise Refusal("exists", f"There is a file called {old.name} already.")
        if old:
            _put_away(user, old)
        _keep(user, file, content)
    return file


def append(user: AbstractBaseUser, name: str, content: str) -> StoredFile:
    """On lines of its own, at the end; the file is made where there is none."""
    name = named(name)
    with transaction.atomic():
        lock(user)
        file = of(user).there().filter(key=key_of(name)).first()
        file = file or StoredFile(user_id=user.pk, name=name)
        joint = "\n" if file.content and not file.content.endswith("\n") else ""
        _keep(user, file, f"{file.content}{joint}{content}")
    return file


def delete(user: AbstractBaseUser, file_id: int) -> StoredFile:
    with transaction.atomic():
        lock(user)
        file = one(of(user).there(), file_id)
        _put_away(user, file)
    return file


def restore(user: AbstractBaseUser, file_id: int) -> StoredFile:
    """Under a name beside its own where that has been given away. Raises Refusal `full`."""
    with transaction.atomic():
        lock(user)
        file = one(of(user).gone(), file_id)
        file.name = _free_name(user, file.name)
        file.deleted_at = None
        _keep(user, file, file.content)
    return file


def find(user: AbstractBaseUser, said: str) -> StoredFile:
    """By its name or words of it. Raises Refusal: not_found, several (which names them)."""
    there = of(user).there()
    exact = there.filter(key=key_of(seen(said))).first()
    if exact:
        return exact
    words = folded(said).split()
    names = there.without_content()
    found = [file for file in names if words and all(word in folded(file.name) for word in words)]
    if not found:
        raise Refusal("not_found", f"There is no file called {seen(said)[:80]}.")
    if len(found) > 1:
        named_so = ", ".join(file.name for file in found[:MOST_IN_A_QUESTION])
        raise Refusal("several", f"Several files are called that: {named_so}. Which one?")
    return found[0]


def one(among: StoredFileQuerySet, file_id: int) -> StoredFile:
    found = among.filter(pk=file_id).first()
    if found is None:
        raise Refusal("not_found", "There is no such file.", status=404)
    return found


def sweep() -> int:
    """What nobody wanted back; the number of rows that went."""
    return StoredFile.objects.over().delete()[0]


def _keep(user: AbstractBaseUser, file: StoredFile, content: str) -> None:
    file.fill(storable(content))
    if file.size > MAX_BYTES:
        raise Refusal("too_large", f"A file has at most {MAX_BYTES // KIB} KiB of text.")
    others = of(user).there().exclude(pk=file.pk)
    if others.count() >= MOST:
        raise Refusal("full", f"There are {MOST} files already. Delete some first.")
    if others.total_bytes() + file.size > quota_bytes():
        raise Refusal("full", "There is no room left for that. Delete some files first.")
    file.key = key_of(file.name)
    file.save()


def _put_away(user: AbstractBaseUser, file: StoredFile) -> None:
    """What is gone takes as much room as what is there and no more: the oldest of it goes for good."""
    file.deleted_at = timezone.now()
    file.save(update_fields=["deleted_at"])
    room = quota_bytes()
    gone = of(user).exclude(deleted_at=None).order_by("-deleted_at", "-pk")
    for number, (pk, size) in enumerate(gone.values_list("pk", "size")):
        room -= size
        if number and (room < 0 or number >= MOST):
            of(user).filter(pk=pk).delete()


def _free_name(user: AbstractBaseUser, name: str) -> str:
    taken = set(of(user).there().values_list("key", flat=True))
    stem, dot, ending = name.rpartition(".")
    first, last = (stem, f"{dot}{ending}") if stem else (name, "")
    for number in range(1, MOST + 2):
        mark = f" ({number})" if number > 1 else ""
        tried = f"{first[: MAX_NAME - len(mark) - len(last)]}{mark}{last}"
        if key_of(tried) not in taken:
            return tried
    raise Refusal("full", f"There are {MOST} files already. Delete some first.")

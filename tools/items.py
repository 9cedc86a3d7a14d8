"""What is done to a person's items, by their assistant and on their page alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from chat.errors import Refusal
from chat.plain_text import storable, tidied
from tools.models import Item
from tools.models.item import MAX_TAG, MAX_TAGS, MOST, ItemQuerySet
from tools.models.owner import lock

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# Of an item's fields, by name; `done` stands for `done_at`.
Fields = Mapping[str, Any]

MOST_IN_A_QUESTION = 4
CHANGED = ("kind", "title", "text", "starts_on", "starts_at", "ends_on", "ends_at", "zone", "tags")


def of(user: AbstractBaseUser) -> ItemQuerySet:
    return Item.objects.filter(user_id=user.pk)


def create(user: AbstractBaseUser, wishes: Sequence[Fields]) -> list[Item]:
    """All or none. Raises Refusal: full, no_title, ends_first, too_many_tags."""
    with transaction.atomic():
        lock(user)
        if of(user).there().count() + len(wishes) > MOST:
            raise Refusal("full", f"There are {MOST} items already. Delete some first.")
        made = [_set(Item(user_id=user.pk), wish) for wish in wishes]
        for item in made:
            item.save()
    return made


def change(user: AbstractBaseUser, item_id: int, fields: Fields, *, undoable: bool = False) -> Item:
    """`undoable`: what stood there is kept. Raises Refusal, also `not_found`."""
    with transaction.atomic():
        item = _one(of(user).there().select_for_update(), item_id)
        before = _written(item)
        _set(item, fields)
        item.before = before if undoable else None
        item.save()
    return item


def take_back(user: AbstractBaseUser, item_id: int) -> Item:
    """The item as it was before the assistant changed it last."""
    with transaction.atomic():
        item = _one(of(user).there().select_for_update(), item_id)
        if item.before is None:
            raise Refusal("not_found", "There is no such change.", status=404)
        for name, value in _read(item.before).items():
            setattr(item, name, value)
        item.before = None
        item.save()
    return item


def delete(user: AbstractBaseUser, item_id: int) -> Item:
    """It can be had back for a week, and of what is gone only so many are kept."""
    with transaction.atomic():
        lock(user)
        item = _one(of(user).there(), item_id)
        item.deleted_at = timezone.now()
        item.save()
        oldest = of(user).exclude(deleted_at=None).order_by("-deleted_at", "-pk")[MOST:]
        Item.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()
    return item


def restore(user: AbstractBaseUser, item_id: int) -> Item:
    with transaction.atomic():
        lock(user)
        item = _one(of(user).gone(), item_id)
        if of(user).there().count() >= MOST:
            raise Refusal("full", f"There are {MOST} items already. Delete some first.")
        item.deleted_at = None
        item.save()
    return item


def find(user: AbstractBaseUser, said: str) -> Item:
    """By its id or words of its title. Raises Refusal: not_found, several (which names them)."""
    there = of(user).there()
    if said.isascii() and said.isdigit() and len(said) < 16:
        by_id = there.filter(pk=int(said)).first()
        if by_id:
            return by_id
    found = list(_titled(there, said).in_order()[: MOST_IN_A_QUESTION + 1])
    if not found:
        raise Refusal("not_found", f"There is no item called {tidied(said)[:80]}.")
    if len(found) > 1:
        named = ", ".join(f"{item.title} ({item.kind} {item.pk})" for item in found)
        raise Refusal("several", f"Several items are called that: {named}. Which one?")
    return found[0]


def sweep() -> int:
    """What nobody wanted back; the number of rows that went."""
    return Item.objects.over().delete()[0]


def _titled(there: ItemQuerySet, said: str) -> ItemQuerySet:
    """Those with exactly this title where there are any, open ones first of all."""
    words = there.with_words(said)
    exact = words.filter(title__iexact=tidied(said))
    found = exact if exact.exists() else words
    still_open = found.filter(done_at=None)
    return still_open if still_open.exists() else found


def _one(among: ItemQuerySet, item_id: int) -> Item:
    found = among.filter(pk=item_id).first()
    if found is None:
        raise Refusal("not_found", "There is no such item.", status=404)
    return found


def _set(item: Item, fields: Fields) -> Item:
    for name in CHANGED:
        if name in fields:
            setattr(item, name, fields[name])
    if "done" in fields:
        item.done_at = (item.done_at or timezone.now()) if fields["done"] else None
    item.title, item.text = tidied(item.title), storable(item.text)
    item.tags = tags(item.tags)
    if not item.title:
        raise Refusal("no_title", "An item needs a title.")
    if item.end and (item.start is None or item.end < item.start):
        raise Refusal("ends_first", "An item cannot end before it begins.")
    return item


def tags(given: Sequence[str]) -> list[str]:
    """Without `#`, each once. Raises Refusal `too_many_tags`."""
    named = (tidied(tag).lstrip("#").strip()[:MAX_TAG] for tag in given)
    kept = list(dict.fromkeys(tag for tag in named if tag))
    if len(kept) > MAX_TAGS:
        raise Refusal("too_many_tags", f"An item has at most {MAX_TAGS} tags.")
    return kept


def _written(item: Item) -> dict[str, Any]:
    """As JSON, to be read back by `_read`."""
    kept = {name: getattr(item, name) for name in (*CHANGED, "done_at")}
    return {name: _plain(value) for name, value in kept.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def _read(before: dict[str, Any]) -> dict[str, Any]:
    read = dict(before)
    for name in before:
        if value := before[name]:
            field = Item._meta.get_field(name)
            read[name] = field.to_python(value)  # type: ignore[union-attr]  # none is a relation
    return read

"""A person's items as their page has them: found, changed by hand, and every open page told."""

from __future__ import annotations

from typing import NamedTuple

from django.core.paginator import Paginator

from chat import broadcasts
from chat.errors import Refusal
from chat.models import User
from chat.services import own_pages
from tools import items
from tools.items import Fields
from tools.models import Item
from tools.models.item import ItemQuerySet

IN_OVERVIEW = 30
ON_PAGE = 100
GONE = "deleted"


class Asked(NamedTuple):
    """What the page shows: one kind, `deleted`, or (empty) all; words; which page of many."""

    only: str = ""
    text: str = ""
    page: str = "1"


class Section(NamedTuple):
    kind: str
    items: list[Item]
    total: int
    following: int  # the next page; 0 when there is none


def board(user: User, asked: Asked) -> list[Section]:
    mine = items.of(user).with_words(asked.text)
    if asked.only == GONE:
        gone = mine.gone().order_by("-deleted_at", "-pk")
        return [_paged(GONE, gone, asked.page)]
    shown = mine.shown().in_order()
    if asked.only in Item.Kind.values:
        return [_paged(asked.only, shown.filter(kind=asked.only), asked.page)]
    return [_first(kind, shown.filter(kind=kind)) for kind in Item.Kind.values]


def find(user: User, item_id: int) -> Item:
    """Also one that went a moment ago. Raises Refusal `not_found`."""
    found = items.of(user).shown().filter(pk=item_id).first()
    if found is None:
        raise Refusal("not_found", "There is no such item.", status=404)
    return found


def create(user: User, fields: Fields) -> Item:
    (made,) = items.create(user, [fields])
    return _told(user, made)


def change(user: User, item_id: int, fields: Fields) -> Item:
    return _told(user, items.change(user, item_id, fields))


def take_back(user: User, item_id: int) -> Item:
    return _told(user, items.take_back(user, item_id))


def delete(user: User, item_id: int) -> Item:
    return _told(user, items.delete(user, item_id))


def restore(user: User, item_id: int) -> Item:
    return _told(user, items.restore(user, item_id))


def _told(user: User, item: Item) -> Item:
    broadcasts.collection_changed(user.pk, own_pages.ITEMS)
    return item


def _paged(kind: str, found: ItemQuerySet, page: str) -> Section:
    shown = Paginator(found, ON_PAGE).get_page(page)
    following = shown.next_page_number() if shown.has_next() else 0
    total = shown.paginator.count if kind == GONE else found.there().count()
    return Section(kind, list(shown), total, following)


def _first(kind: str, found: ItemQuerySet) -> Section:
    return Section(kind, list(found[:IN_OVERVIEW]), found.there().count(), 0)

"""Items as tools are told of them and tell of them: arguments, fields, and short sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings

from tools import items, moments, zones
from tools.models import Item
from tools.models.item import MAX_TAG, MAX_TAGS, MAX_TEXT, MAX_TITLE

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# Schemas: of an item's fields, and of which item is meant.
WHEN = {"type": "string", "maxLength": 40, "pattern": moments.PATTERN}
KIND = {"type": "string", "enum": Item.Kind.values}
TITLE = {"type": "string", "minLength": 1, "maxLength": MAX_TITLE, "pattern": r"\S"}
DETAILS: dict[str, Any] = {
    "text": {"type": "string", "maxLength": MAX_TEXT, "description": "More words about it."},
    "due": {**WHEN, "description": "When a task is due: 2026-11-22 or 2026-11-22T18:00."},
    "start": {**WHEN, "description": "When an event begins, in the same form."},
    "end": {**WHEN, "description": "When an event ends, in the same form."},
    "timezone": {
        "type": "string",
        "maxLength": 80,
        "description": "A city or IANA zone, for these times.",
    },
    "tags": {
        "type": "array",
        "maxItems": MAX_TAGS,
        "items": {"type": "string", "minLength": 1, "maxLength": MAX_TAG},
    },
}
WHICH = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_TITLE,
    "description": "Its id, or words of its title.",
}
MOST_NAMED = 5


def schema(properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def fields_of(arguments: Mapping[str, Any], user: AbstractBaseUser) -> dict[str, Any]:
    """As `tools/items.py` takes them. Raises Refusal: unknown_place, bad_moment."""
    plain = ("kind", "title", "text", "done", "tags")
    fields = {name: arguments[name] for name in plain if name in arguments}
    begins = arguments.get("start") or arguments.get("due")
    if not begins and not arguments.get("end"):
        return fields
    place = arguments.get("timezone")
    zone = moments.zone_named(str(place)) if place else usual_zone(user)
    fields["zone"] = zone
    for which, written in (("starts", begins), ("ends", arguments.get("end"))):
        if written:
            fields[f"{which}_on"], fields[f"{which}_at"] = moments.read(str(written), zone)
    return fields


def usual_zone(user: AbstractBaseUser) -> str:
    """That of the person's last item with a time; nobody else knows where they are."""
    known = items.of(user).exclude(zone="").order_by("-changed_at").values_list("zone", flat=True)
    return known.first() or str(settings.TIME_ZONE)


def told(item: Item) -> dict[str, Any]:
    """As the model reads it: no empty fields."""
    begins, ends = (_written(item, which) for which in ("starts", "ends"))
    found = {
        "id": item.pk,
        "kind": item.kind,
        "title": item.title,
        "text": item.text,
        "due" if item.kind == Item.Kind.TASK else "start": begins,
        "end": ends,
        "timezone": item.zone if begins else "",
        "done": item.is_done,
        "tags": item.tags,
    }
    return {name: value for name, value in found.items() if value}


def named(item: Item) -> str:
    """Like "the task Buy milk, due on Sunday, 22 November at 18:00 in Berlin"."""
    return f"the {item.kind} {item.title}{_when(item)}"


def listed(found: Sequence[Item], total: int) -> str:
    """The first few, as they are said."""
    named_ones = [f"{item.title}{_when(item)}" for item in found[:MOST_NAMED]]
    left = total - len(named_ones)
    named_ones += [f"{left} more"] if left else []
    return "; ".join(named_ones)


def _when(item: Item) -> str:
    if item.starts_on is None:
        return ""
    today = datetime.now(ZoneInfo(item.zone or settings.TIME_ZONE)).date()
    due = " due" if item.kind == Item.Kind.TASK else ""
    place = f" in {zones.city_of(item.zone)}" if item.starts_at and item.zone else ""
    return f",{due} {moments.said(item.starts_on, item.starts_at, today)}{place}"


def _written(item: Item, which: str) -> str:
    on, at = getattr(item, f"{which}_on"), getattr(item, f"{which}_at")
    if on is None:
        return ""
    return f"{on.isoformat()}T{at:%H:%M}" if at else str(on.isoformat())

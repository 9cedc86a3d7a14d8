"""How an item's days and times, and a file's size, are written on a page."""

from datetime import date, time

from django import template
from django.utils import timezone

from tools import zones
from tools.models import Item

KIB = 1024
register = template.Library()


@register.filter
def when(item: Item) -> str:
    """Like "Sun 22 Nov, 18:00 to 19:30 · Berlin"."""
    if item.starts_on is None:
        return ""
    begins = _moment(item.starts_on, item.starts_at)
    place = f" · {zones.city_of(item.zone)}" if item.zone and item.starts_at else ""
    return f"{begins}{_until(item)}{place}"


@register.filter
def kib(size: int) -> str:
    """Like "34 bytes", "1.4 KiB" or "5 MiB"."""
    if size < KIB:
        return f"{size} byte{'' if size == 1 else 's'}"
    unit, number = ("KiB", size / KIB) if size < KIB * KIB else ("MiB", size / KIB / KIB)
    return f"{number:.1f}".removesuffix(".0") + f" {unit}"


def _until(item: Item) -> str:
    if item.ends_on is None:
        return ""
    if item.ends_on == item.starts_on:
        return f" to {item.ends_at:%H:%M}" if item.ends_at else ""
    return f" to {_moment(item.ends_on, item.ends_at)}"


def _moment(on: date, at: time | None) -> str:
    year = "" if on.year == timezone.localdate().year else f" {on.year}"
    hour = f", {at:%H:%M}" if at else ""
    return f"{on:%a} {on.day} {on:%b}{year}{hour}"

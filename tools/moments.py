"""Days and times as tools are told them and as people say them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chat.errors import Refusal
from tools import zones

# A day, or a day and a time, the latter perhaps with its offset from UTC.
PATTERN = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$"
SHORTEST_TIME = 11


class Moment(NamedTuple):
    """By a clock on the wall of some zone; `at` is None for the whole day."""

    on: date
    at: time | None


def read(written: str, zone: str) -> Moment:
    """`2026-11-22` or `2026-11-22T18:00` in that zone; one with an offset is carried over to it.

    Raises Refusal `bad_moment`.
    """
    try:
        if len(written) < SHORTEST_TIME:
            return Moment(date.fromisoformat(written), None)
        found = datetime.fromisoformat(written)
        if found.tzinfo:
            found = found.astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        raise Refusal("bad_moment", f"There is no such day or time as {written}.") from None
    return Moment(found.date(), found.time().replace(second=0, microsecond=0, tzinfo=None))


def zone_named(place: str) -> str:
    """Raises Refusal `unknown_place`."""
    found = zones.zone_of(place)
    if found is None:
        raise Refusal("unknown_place", f"I do not know the time zone of {place}.")
    return found


def said(on: date, at: time | None, today: date) -> str:
    """Like "on Sunday, 22 November at 18:00"; the year only where it is another."""
    year = "" if on.year == today.year else f" {on.year}"
    day = f"on {on:%A}, {on.day} {on:%B}{year}"
    return f"{day} at {at:%H:%M}" if at else day

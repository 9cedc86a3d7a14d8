"""Time zones by the names that people use: an IANA name, or a city in any spelling."""

from __future__ import annotations

import difflib
from functools import cache
from zoneinfo import available_timezones

# Well-known cities that are not the last part of an IANA zone's name.
CITIES = {
    "abu dhabi": "Asia/Dubai",
    "barcelona": "Europe/Madrid",
    "beijing": "Asia/Shanghai",
    "bangalore": "Asia/Kolkata",
    "boston": "America/New_York",
    "cape town": "Africa/Johannesburg",
    "delhi": "Asia/Kolkata",
    "edinburgh": "Europe/London",
    "frankfurt": "Europe/Berlin",
    "geneva": "Europe/Zurich",
    "hamburg": "Europe/Berlin",
    "hanoi": "Asia/Bangkok",
    "houston": "America/Chicago",
    "kyoto": "Asia/Tokyo",
    "las vegas": "America/Los_Angeles",
    "miami": "America/New_York",
    "milan": "Europe/Rome",
    "montreal": "America/Toronto",
    "mumbai": "Asia/Kolkata",
    "munich": "Europe/Berlin",
    "new delhi": "Asia/Kolkata",
    "osaka": "Asia/Tokyo",
    "rio de janeiro": "America/Sao_Paulo",
    "saint petersburg": "Europe/Moscow",
    "san diego": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "shenzhen": "Asia/Shanghai",
    "washington": "America/New_York",
    "wellington": "Pacific/Auckland",
}
UTC_NAMES = {"utc", "gmt", "zulu"}


def zone_of(place: str) -> str | None:
    """The IANA zone of a zone name or a well-known city, in any spelling of case and spaces."""
    plain = _plain(place)
    return "UTC" if plain in UTC_NAMES else CITIES.get(plain) or _zones().get(plain)


def nearest(place: str) -> str | None:
    """The name that looks most like this one; None when nothing does."""
    near = difflib.get_close_matches(_plain(place), _zones(), n=1)
    return near[0].title() if near else None


def is_city(place: str) -> bool:
    """Whether it is one that the zone's own name does not tell."""
    return _plain(place) in CITIES


def city_of(zone: str) -> str:
    """`New York` of `America/New_York`."""
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _zones() -> dict[str, str]:
    names = sorted(
        zone for zone in available_timezones() if not zone.startswith(("posix", "right"))
    )
    cities = {_plain(zone.rpartition("/")[2]): zone for zone in names if "/" in zone}
    return cities | {_plain(zone): zone for zone in names}


def _plain(place: str) -> str:
    return " ".join(place.casefold().replace("_", " ").replace(",", " ").split())

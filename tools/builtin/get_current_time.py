"""Tell the time anywhere."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tools import registry
from tools.base import Tool, ToolContext, ToolResult, failure

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


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    place = str(arguments.get("timezone") or "UTC")
    zone = zone_of(place)
    if zone is None:
        near = difflib.get_close_matches(_plain(place), _zones(), n=1)
        hint = f" Did you mean {near[0].title()}?" if near else " Name a large city near it."
        return failure("unknown_place", f"I do not know the time zone of {place}.{hint}")
    now = datetime.now(ZoneInfo(zone))
    where = "UTC" if zone == "UTC" else zone.rpartition("/")[2].replace("_", " ")
    named = place.title() if _plain(place) in CITIES else where
    return ToolResult(
        success=True,
        message=f"It is {now:%H:%M} on {now:%A}, {now.day} {now:%B}, in {named}.",
        result={"timezone": zone, "iso": now.isoformat(timespec="seconds")},
    )


def zone_of(place: str) -> str | None:
    """The IANA zone of a zone name or a well-known city, in any spelling of case and spaces."""
    plain = _plain(place)
    return "UTC" if plain in UTC_NAMES else CITIES.get(plain) or _zones().get(plain)


@cache
def _zones() -> dict[str, str]:
    names = sorted(
        zone for zone in available_timezones() if not zone.startswith(("posix", "right"))
    )
    cities = {_plain(zone.rpartition("/")[2]): zone for zone in names if "/" in zone}
    return cities | {_plain(zone): zone for zone in names}


def _plain(place: str) -> str:
    return " ".join(place.casefold().replace("_", " ").replace(",", " ").split())


TOOL = registry.register(
    Tool(
        name="get_current_time",
        description="Tell the current time and date in a city or time zone.",
        parameters={
            "type": "object",
            "properties": {
                "timezone": {
                    "type": "string",
                    "description": "A city, such as Tokyo, or an IANA time zone, such as Asia/Tokyo.",
                    "maxLength": 80,
                }
            },
            "required": ["timezone"],
            "additionalProperties": False,
        },
        run=run,
        title="Look up the time",
        explained="Tells the time and date in a city. It knows nothing of where you are.",
        icon="clock",
    )
)

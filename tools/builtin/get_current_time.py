"""Tell the time anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tools import registry, zones
from tools.base import Tool, ToolContext, ToolResult, failure


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    place = str(arguments.get("timezone") or "UTC")
    zone = zones.zone_of(place)
    if zone is None:
        near = zones.nearest(place)
        hint = f" Did you mean {near}?" if near else " Name a large city near it."
        return failure("unknown_place", f"I do not know the time zone of {place}.{hint}")
    now = datetime.now(ZoneInfo(zone))
    named = place.title() if zones.is_city(place) else zones.city_of(zone)
    return ToolResult(
        success=True,
        message=f"It is {now:%H:%M} on {now:%A}, {now.day} {now:%B}, in {named}.",
        result={"timezone": zone, "iso": now.isoformat(timespec="seconds")},
    )


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

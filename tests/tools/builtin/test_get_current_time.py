"""The time anywhere: zones, cities, and a plain answer for a place that is not known."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chat.models import User
from chat.services.history import context_of
from tools.base import ToolResult
from tools.builtin import get_current_time
from tools.zones import CITIES, zone_of


def ask(place: str) -> ToolResult:
    return get_current_time.run({"timezone": place}, context_of(User()))


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("Tokyo", "Asia/Tokyo"),
        ("  TOKYO ", "Asia/Tokyo"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("Mumbai", "Asia/Kolkata"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("Washington", "America/New_York"),
    ],
)
def test_it_knows_zones_and_cities_in_any_spelling(place: str, zone: str) -> None:
    found = zone_of(place)
    assert found
    assert datetime.now(ZoneInfo(found)).utcoffset() == datetime.now(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("city", CITIES)
def test_every_city_has_a_zone_that_exists(city: str) -> None:
    assert ask(city).success


@pytest.mark.parametrize("place", ["Atlantis", "", "../etc/passwd", "Asia/", "localtime?", "😀"])
def test_an_unknown_place_is_a_plain_failure(place: str) -> None:
    found = ask(place)
    if place:
        assert (found.success, found.error) == (False, "unknown_place")
        assert place in found.message
    else:
        assert found.result["timezone"] == "UTC"


def test_a_near_miss_gets_a_hint() -> None:
    assert "Did you mean Berlin?" in ask("Berlni").message


def test_the_answer_is_a_sentence_and_an_exact_time() -> None:
    found = ask("Tokyo")
    told = datetime.fromisoformat(found.result["iso"])
    assert abs((datetime.now(ZoneInfo("Asia/Tokyo")) - told).total_seconds()) < 60
    assert found.message.startswith("It is ")
    assert found.message.endswith(", in Tokyo.")

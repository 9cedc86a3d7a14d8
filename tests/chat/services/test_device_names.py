"""Devices by the names that people use."""

import pytest

from chat.services import device_names

GECKO = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
LIKE = "AppleWebKit/537.36 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K)"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (GECKO, "Firefox, Windows"),
        (f"{MAC} {LIKE} Chrome/142.0.0.0 Safari/537.36 Edg/142.0", "Edge, Mac"),
        (f"{MAC} AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15", "Safari, Mac"),
        (f"{IPHONE} CriOS/142.0 Mobile/15E148 Safari/604.1", "Chrome, iPhone"),
        (
            f"{ANDROID} {LIKE} SamsungBrowser/28.0 Chrome/130.0 Safari/537.36",
            "Samsung Internet, Android",
        ),
        (f"Mozilla/5.0 (X11; Linux x86_64) {LIKE} Chrome/142.0 Safari/537.36", "Chrome, Linux"),
        ("curl/8.5.0", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_it_is_browser_and_system(user_agent: str, name: str) -> None:
    assert device_names.of(user_agent) == name

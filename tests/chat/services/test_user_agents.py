"""Browsers by what they say of themselves."""

import pytest

from chat.services import user_agents

LIKE_GECKO = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LIKE_GECKO} Safari/537.36"
PIXEL = f"Mozilla/5.0 (Linux; Android 10; K) {LIKE_GECKO} Mobile Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


@pytest.mark.parametrize(
    ("said", "name", "is_phone"),
    [
        (WINDOWS, "Chrome on Windows", False),
        (f"{WINDOWS} Edg/141.0.0.0", "Edge on Windows", False),
        (f"{WINDOWS} OPR/122.0.0.0", "Opera on Windows", False),
        (PIXEL, "Chrome on Android", True),
        (IPHONE, "Safari on iPhone", True),
        (LINUX, "Firefox on Linux", False),
        ("curl/8.14.1", "Unknown browser", False),
        ("", "Unknown browser", False),
    ],
)
def test_a_browser_and_its_system_in_plain_words(said: str, name: str, is_phone: bool) -> None:
    assert user_agents.described(said) == (name, is_phone)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (LINUX, "Firefox, Linux"),
        (f"{MAC} {LIKE_GECKO} Safari/537.36 Edg/142.0", "Edge, Mac"),
        (f"{MAC} AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15", "Safari, Mac"),
        (IPHONE.replace("Version/18.6", "CriOS/142.0"), "Chrome, iPhone"),
        (f"{PIXEL} SamsungBrowser/28.0", "Samsung Internet, Android"),
        ("", "Unknown browser"),
    ],
)
def test_it_is_browser_and_system(said: str, name: str) -> None:
    assert user_agents.in_brief(said) == name

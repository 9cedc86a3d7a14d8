"""What a browser says of itself, in plain words: "Firefox on Linux"."""

from typing import NamedTuple

# The first mark that is found decides: nearly all browsers also name those whom they resemble.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex Browser"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
UNKNOWN = "Unknown browser"
IN_THE_HAND = ("Mobile", "Android", "iPhone", "iPad")


class Described(NamedTuple):
    name: str
    is_phone: bool


def described(user_agent: str) -> Described:
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    name = browser or UNKNOWN
    is_phone = any(mark in user_agent for mark in IN_THE_HAND)
    return Described(f"{name} on {system}" if system else name, is_phone)


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")

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
    is_phone = any(mark in user_agent for mark in IN_THE_HAND)
    return Described(_joined(user_agent, " on "), is_phone)


def in_brief(user_agent: str) -> str:
    """ "Firefox, Windows": for a sentence that says "on" itself."""
    return _joined(user_agent, ", ")


def _joined(user_agent: str, between: str) -> str:
    """A system that cannot be told is left out."""
    browser, system = _first(BROWSERS, user_agent) or UNKNOWN, _first(SYSTEMS, user_agent)
    return f"{browser}{between}{system}" if system else browser


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")

"""What a device is called: its browser and its system, in words that people use."""

UNKNOWN = "Unknown browser"
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


def of(user_agent: str) -> str:
    """ "Firefox, Windows"; a system that cannot be told is left out."""
    browser, system = _first(BROWSERS, user_agent) or UNKNOWN, _first(SYSTEMS, user_agent)
    return f"{browser}, {system}" if system else browser


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")

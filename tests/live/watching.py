"""Where a web process of the tests says what lives in it (tests/live/watched.py)."""

PATH = "/watched/"

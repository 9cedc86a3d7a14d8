"""Where a web process of the tests says what lives in it, and what it is told (tests/live/watched.py)."""

PATH = "/watched/"
STUCK_S = "TESTS_STUCK_S"  # when the audio relay gives up a reader that takes nothing

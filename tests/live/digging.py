"""Where the tool of `tests/live/slow_tools/` looks, in `DIG_FOLDER`: what lets it go on, what it has begun."""

GOES_ON, RUNS = "goes-on", "runs"

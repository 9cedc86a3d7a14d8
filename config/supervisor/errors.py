"""Why Parley cannot start, in one sentence for the person who typed `make run`."""


class CannotStart(Exception):
    """Shown as it is, without a traceback."""

"""Why a file is not taken; the words are for logs and tests."""


class NotASound(Exception):
    """It is something else, or something else as well."""


class Broken(Exception):
    """It began as one of ours and does not end as one."""

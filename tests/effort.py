"""How often a property is tried: `pytest --hypothesis-profile=thorough` takes its time."""

from hypothesis import settings

THOROUGH = "thorough"


def register() -> None:
    settings.register_profile(THOROUGH, deadline=None, print_blob=True)


def runs(quick: int, thorough: int) -> int:
    return thorough if settings.get_current_profile_name() == THOROUGH else quick

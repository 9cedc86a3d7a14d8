"""How often a property is tried: `pytest --hypothesis-profile=thorough` takes its time."""

from hypothesis import HealthCheck, settings

QUICK = "quick"
THOROUGH = "thorough"
# A busy machine is no fault of the code.
SLOW_IS_FINE = [HealthCheck.too_slow]


def register() -> None:
    """Quick tries the same each time, so that a change is refused for what it does; thorough looks for more."""
    settings.register_profile(
        QUICK, deadline=None, derandomize=True, suppress_health_check=SLOW_IS_FINE, print_blob=True
    )
    settings.register_profile(
        THOROUGH,
        deadline=None,
        derandomize=False,
        suppress_health_check=SLOW_IS_FINE,
        print_blob=True,
    )
    settings.load_profile(QUICK)


def runs(quick: int, thorough: int) -> int:
    return thorough if settings.get_current_profile_name() == THOROUGH else quick

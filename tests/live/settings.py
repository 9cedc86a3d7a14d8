"""config.settings of a Parley under fire: as it is, with one more tool, whose effects can be counted."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.live.marks"]

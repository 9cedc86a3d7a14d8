"""Every step of `make test`, in order: name, command, and what it needs."""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_S = 45 * 60
PYTEST = [sys.executable, "-m", "pytest", "-q"]
BINARIES = Path(sys.executable).parent

# They touch neither database nor channel layer: once is enough.
IN_ONE_WORLD = (
    "tests/engine",
    "tests/rules",
    "tests/run",
    "tests/config/supervisor",
    "tests/config/grown",
)

# Where a test may have a browser: looking for them everywhere takes each worker ten seconds.
WITH_BROWSER = ("tests/browser", "tests/engine/stock/test_agents_sdk_in_chromium.py")
# A Parley and a Chromium for each; a file's tests stay together, for they share what it prepares.
# Beside the other steps it would be sooner over, but people who talk cannot wait for a processor.
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")
# People who talk in real time on two shared processors: two more tries, and pytest's last line says so.
AGAIN = ("--reruns", "2")


@dataclass(frozen=True)
class Step:
    name: str
    command: list[str]
    needs: tuple[str, ...] = ()  # names of needs.PROGRAMS, or "npm packages"
    servers: bool = False  # runs on throw-away PostgreSQL and Redis


STEPS = [
    Step("format", [str(BINARIES / "ruff"), "format", "--check", "."]),
    Step("lint", [str(BINARIES / "ruff"), "check", "."]),
    Step("layers", [str(BINARIES / "lint-imports")]),
    Step("types", [str(BINARIES / "mypy")]),
    Step("js-types", ["npm", "run", "--silent", "types"], ("npm packages",)),
    Step("js-tests", ["npm", "test", "--silent"], ("npm packages",)),
    Step("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    # tests/chaos has PostgreSQL and Redis of its own, which it kills.
    Step("sqlite", [*PYTEST, "-m", "not browser", "--ignore=tests/chaos"]),
    Step(
        "postgresql",
        [*PYTEST, "-m", "not browser", *[f"--ignore={path}" for path in IN_ONE_WORLD]],
        ("postgres", "redis-server"),
        servers=True,
    ),
    Step(
        "browser",
        [*PYTEST, "-m", "browser", *SIDE_BY_SIDE, *AGAIN, *WITH_BROWSER],
        ("chromium", "firefox-esr", "pulseaudio", "fonts", "npm packages"),
    ),
]

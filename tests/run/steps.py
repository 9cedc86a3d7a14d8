"""Every step of `make test`, in order: name, command, and what it needs."""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_S = 20 * 60
PYTEST = [sys.executable, "-m", "pytest", "-q"]
BINARIES = Path(sys.executable).parent

# They touch neither database nor channel layer: once is enough.
IN_ONE_WORLD = ("tests/engine", "tests/rules", "tests/config/supervisor", "tests/config/grown")


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
    # Last, so that the whole output ends with pytest's closing line.
    Step("browser", [*PYTEST, "-m", "browser"], ("chromium", "npm packages")),
]

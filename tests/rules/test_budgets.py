"""Nothing grows past the second number of style.md."""

import pytest

from tests.rules.files import lines_of, named, ours
from tests.rules.functions import Measured, measure

# What is measured: which files, and the most lines that one may have.
FILES = [
    (("*.py", ":!*/migrations/*"), 300),
    (("chat/consumers/*.py",), 100),
    (("static/js/*.js", "tests/js/*.js"), 200),
    (("static/css/*.css",), 250),
    (("templates/*.html",), 80),
]
FUNCTION_LINES = 40
TEST_LINES = 20
ARGUMENTS = 6
NESTING = 3


@pytest.mark.parametrize(("patterns", "most"), FILES)
def test_no_file_is_longer_than_its_kind_may_be(patterns: tuple[str, ...], most: int) -> None:
    too_long = {named(path): lines_of(path) for path in ours(*patterns) if lines_of(path) > most}
    assert too_long == {}


def test_no_function_is_too_long_or_too_deep_or_asks_too_much() -> None:
    found = [
        f"{named(path)}: {function}"
        for path in ours("*.py", ":!*/migrations/*")
        for function in measure(path.read_text(encoding="utf-8"))
        if _over_budget(function)
    ]
    assert found == []


def test_the_measure_sees_what_is_over_budget() -> None:
    long = "def f():\n" + "    a = 1\n" * FUNCTION_LINES
    wide = "def f(a, b, c, d, e, f, *, g): pass"
    deep = "def f():\n if a:\n  for b in c:\n   while d:\n    with e: pass"
    flat = "def f(self, a):\n if a: pass\n elif b: pass\n elif c: pass\n else: pass"
    judged = [_over_budget(next(measure(source))) for source in (long, wide, deep, flat)]
    assert judged == [True, True, True, False]


def _over_budget(function: Measured) -> bool:
    most = TEST_LINES if function.name.startswith("test_") else FUNCTION_LINES
    return function.lines > most or function.arguments > ARGUMENTS or function.nesting > NESTING

"""Whatever the page says when something is wrong, docs/troubleshooting.md says what to do."""

import ast
import re
from collections.abc import Iterator

import pytest

from chat.provider.errors import SAYINGS
from tests.rules.files import ROOT

DOCUMENT = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")
SENTENCE = re.compile(r'"([A-Z][^"\n]* [^"\n]*[.?])"')
# What tells of no trouble: help beside a setting, a move that worked, findings that are good.
GOOD = {"static/js/views/this-browser.js", "static/js/call/moves.js"}
FOUND = {"The browser trusts this address.", "Sound has a way out."}
# For programs that speak to us, not for people.
FOR_PROGRAMS = {"not_held", "bad_request", "already_offered", "unknown_session", "unknown_call"}
FOR_PROGRAMS |= {"not_awaited"}


def refusals() -> Iterator[tuple[str, str]]:
    """Code and message of every refusal that is written as such."""
    for path in (ROOT / "chat").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                given = [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
                yield from [(given[0], given[1])] if len(given) == 2 else []
    yield from ((code, said) for code, (said, _) in SAYINGS.items())


def sentences() -> set[str]:
    scripts = (ROOT / "static/js").rglob("*.js")
    telling = [one for one in scripts if str(one.relative_to(ROOT)) not in GOOD]
    said = [one for path in telling for one in SENTENCE.findall(path.read_text(encoding="utf-8"))]
    return set(said) - FOUND


@pytest.mark.parametrize("sentence", sorted(sentences()))
def test_what_a_script_says_is_explained(sentence: str) -> None:
    assert sentence in DOCUMENT


@pytest.mark.parametrize(
    "message", sorted(said for code, said in refusals() if code not in FOR_PROGRAMS)
)
def test_what_the_server_refuses_is_explained(message: str) -> None:
    """That something is not there is said of each kind of thing in the same words."""
    assert re.sub(r"no such [\w ]+", "no such conversation", message) in DOCUMENT

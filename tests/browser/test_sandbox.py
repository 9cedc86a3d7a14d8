"""The sandbox of `evaluate_code` in Chromium: what it gives back; nothing leaves it or stops its page."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live import escapes
from tests.live.canary import Canary, listening
from tests.live.person import Person

# The page's own module, asked for once more; meanwhile the page counts how often it has its turn.
EVALUATE = """async (code) => {
  const { evaluate } = await import("/static/js/tools/evaluate.js");
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 10);
  const answer = await evaluate({ code });
  clearInterval(turning);
  return { ...answer, turns, frames: document.querySelectorAll("iframe").length };
}"""
# The same Worker without what our script takes away: the policy alone stands before the code.
POLICY_ALONE = """async (code) => {
  const body = `(async () => { try { ${code} } catch (error) {} self.postMessage("over") })()`;
  const worker = new Worker(URL.createObjectURL(new Blob([body], { type: "text/javascript" })));
  const over = new Promise((said) => (worker.onmessage = said));
  await Promise.race([over, new Promise((late) => setTimeout(late, 1500))]);
  worker.terminate();
}"""
SAID = {
    "1 + 1": ("The result is: 2", {"value": "2"}),
    "const a = 3; a * a": ("The result is: 9", {"value": "9"}),
    "const a = [1]; return a.concat(2)": ("The result is: [1,2]", {"value": "[1,2]"}),
    "await Promise.resolve({ a: 7 })": ('The result is: {"a":7}', {"value": '{"a":7}'}),
    "console.log('six', 6); console.error([7])": (
        "The code wrote: six 6 [7]",
        {"value": "undefined", "console": ["six 6", "[7]"]},
    ),
    "throw new TypeError('no')": (
        "The code ended with an error: TypeError: no",
        {"error": "TypeError: no"},
    ),
}
LONG = ["'x'.repeat(1e6)", "'\"'.repeat(1e6)", "'\\u0000\\ud800'.repeat(1e5)", "'€'.repeat(1e5)"]
MOST_BYTES = 32 * 1024


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listening() as one:
        yield one


def evaluated(person: Person, code: str) -> dict[str, Any]:
    answer: dict[str, Any] = person.page.evaluate(EVALUATE, code)
    assert answer.pop("frames") == 0  # it is thrown away
    return answer


def try_all(person: Person, canary: Canary, kind: str) -> dict[str, dict[str, Any]]:
    """Each answer; meanwhile nobody was reached, and the page had its turns."""
    answered: list[str] = []  # what the policy refuses is a request too, and has no answer
    person.context.on("response", lambda response: answered.append(response.url))
    codes = escapes.of(kind, canary, person.parley.address)
    answers = {name: evaluated(person, code) for name, code in codes.items()}
    assert canary.visits == []
    assert [url for url in answered if "secret" in url or f":{canary.port}" in url] == []
    assert [name for name in answers if not answers[name].pop("turns")] == []
    assert person.conversation in person.page.url
    return answers


def test_sixty_and_more_different_attempts_are_made() -> None:
    assert len({code for kind in escapes.FOUND.values() for code in kind.values()}) >= 60


def test_it_gives_back_a_value_what_was_written_or_an_error(alice: Person) -> None:
    for code, (message, result) in SAID.items():
        answer = evaluated(alice, code)
        assert (answer["message"], answer["result"]) == (message, result)
    assert alice.violations() == []


def test_what_it_gives_back_is_at_most_32_kib(alice: Person) -> None:
    for code in [*LONG, *(f"console.log({one})" for one in LONG)]:
        result = evaluated(alice, code)["result"]
        size = alice.page.evaluate("found => new Blob([JSON.stringify(found)]).size", result)
        assert size < MOST_BYTES + 100  # and the names of what is in it
        assert result["cut"]


def test_what_reaches_out_reaches_nobody(alice: Person, canary: Canary) -> None:
    answers = try_all(alice, canary, "reaching")
    assert [name for name, one in answers.items() if "error" not in one["result"]] == []


def test_nothing_leaves_the_worker(alice: Person, canary: Canary) -> None:
    answers = try_all(alice, canary, "leaving")
    kept = [name for name, one in answers.items() if "error" in one["result"]]
    assert set(answers) - set(kept) == {"navigate"}  # there is no location: it is a name like any


def test_nobody_speaks_in_its_name(alice: Person, canary: Canary) -> None:
    answers = try_all(alice, canary, "forging")
    assert [one for one in answers.values() if one["message"] == "The result is: forged"] == []


def test_a_bomb_ends_in_time_and_the_page_goes_on_meanwhile(alice: Person, canary: Canary) -> None:
    answers = try_all(alice, canary, "bombs")
    assert "more than 2 seconds" in answers["an endless loop"]["message"]
    alice.write("Hello.")
    alice.expect_message("assistant", r"\w+")


def test_the_policy_alone_lets_nothing_reach_out(alice: Person, canary: Canary) -> None:
    page = alice.new_page()
    page.goto("/sandbox/")
    assert page.evaluate("() => self.origin") == "null"
    for code in escapes.of("reaching", canary, alice.parley.address).values():
        page.evaluate(POLICY_ALONE, code)
    assert canary.visits == []


def test_the_canary_hears_what_is_let_out(alice: Person, canary: Canary) -> None:
    page = alice.context.new_page()
    page.goto(f"http://127.0.0.1:{canary.port}/")
    assert canary.visits
    canary.visits.clear()

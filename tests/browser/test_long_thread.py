"""A thread of 5,000 messages opens at its end, and going up shows the rest without a jump."""

import pytest
from playwright.sync_api import Locator, expect

from tests.live.parley import Parley
from tests.live.person import Person
from tests.live.rows import long_thread
from tests.live.seed import seeded

MESSAGES = 5_000
# Scrolls, and says in the same breath which message stands where then.
GO = """(thread, to) => {
  thread.scrollTop = to;
  const { top, left, width } = thread.getBoundingClientRect();
  const at = document.elementsFromPoint(left + width / 2, top + 200);
  const found = at.map((one) => one.closest("[data-sequence]")).find(Boolean)
    ?? thread.querySelector("[data-sequence]");
  return [Number(found.dataset.sequence), found.getBoundingClientRect().top];
}"""
WHERE = (
    "(thread, one) => thread.querySelector(`[data-sequence='${one}']`).getBoundingClientRect().top"
)


@pytest.fixture(scope="module")
def conversation(parley: Parley) -> str:
    return seeded(parley, "alice@example.com", long_thread(MESSAGES))[0]


@pytest.fixture
def reader(alice: Person, conversation: str) -> Person:
    alice.open(conversation)
    return alice


def test_it_opens_at_its_end_with_a_page_of_it(reader: Person) -> None:
    expect(reader.page.locator(f"[data-sequence='{MESSAGES}']")).to_be_in_viewport()
    assert 10 < reader.page.locator("[data-sequence]").count() < 200


@pytest.mark.parametrize("to", [0, 600])
def test_going_up_adds_what_is_earlier_and_nothing_jumps(reader: Person, to: int) -> None:
    first = sequences(reader)[0]
    sequence, top = thread_of(reader).evaluate(GO, to)
    reader.wait_until(lambda: sequences(reader)[0] < first)
    assert abs(thread_of(reader).evaluate(WHERE, sequence) - top) < 1


def test_pages_join_without_a_gap(reader: Person) -> None:
    for _ in range(4):
        first = sequences(reader)[0]
        thread_of(reader).evaluate("thread => { thread.scrollTop = 0; }")
        reader.wait_until(lambda: sequences(reader)[0] < first)  # noqa: B023 - called at once
    found = sequences(reader)
    assert found == list(range(found[0], MESSAGES + 1))


def test_a_page_that_cannot_be_fetched_is_told_and_can_be_tried_again(reader: Person) -> None:
    reader.page.route("**/messages/earlier/**", lambda route: route.abort())
    first = sequences(reader)[0]
    thread_of(reader).evaluate("thread => { thread.scrollTop = 0; }")
    expect(reader.page.get_by_role("alert")).to_contain_text("could not be fetched")
    reader.page.unroute("**/messages/earlier/**")
    reader.page.get_by_role("button", name="Earlier messages").click()
    reader.wait_until(lambda: sequences(reader)[0] < first)


def thread_of(reader: Person) -> Locator:
    return reader.page.get_by_role("log")


def sequences(reader: Person) -> list[int]:
    read = "all => all.map(one => Number(one.dataset.sequence))"
    found: list[int] = reader.page.locator("[data-sequence]").evaluate_all(read)
    return found

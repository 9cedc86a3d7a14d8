"""A call outlives its sessions: it goes over to fresh ones, and the person loses nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.live import ledger
from tests.live.parley import Parley, running
from tests.live.person import Person

SESSION_S = 14
PAUSE_MS = 1_500


@pytest.fixture(scope="module", params=["token", "server"])
def brief(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Parley]:
    """A Parley whose provider ends every session after seconds."""
    settings = {"ENGINE_SESSION_SECONDS": str(SESSION_S), "CALL_SETUP": request.param}
    with running(tmp_path_factory.mktemp("brief") / "var", **settings) as copy:
        yield copy


@pytest.fixture
def caller(browser: Browser, brief: Parley) -> Iterator[Person]:
    one = Person(browser, brief, "alice@example.com")
    one.new_conversation()
    yield one
    one.leave()


def sessions(person: Person) -> list[dict[str, str]]:
    query = "SELECT end_reason, call_started_at FROM chat_realtimesession WHERE conversation_id = ? ORDER BY id"
    return person.parley.rows(query, person.conversation.replace("-", ""))


def moves(person: Person) -> list[float]:
    """How long each pause was, in milliseconds."""
    found: list[float] = person.page.evaluate(
        "() => performance.getEntriesByName('parley.move').map(one => one.duration)"
    )
    return found


def test_before_a_session_expires_the_call_goes_over_to_a_fresh_one(caller: Person) -> None:
    caller.talk()
    caller.ask("my-name-is-alice")
    caller.wait_until(lambda: moves(caller))
    expect(caller.page.get_by_text("The connection was renewed")).to_be_visible()
    caller.ask("what-is-my-name")
    caller.expect_message("assistant", "alice")
    caller.end_call()
    print(moves(caller), sessions(caller), caller.thread())
    assert max(moves(caller)) <= PAUSE_MS
    roles = [row["role"] for row in ledger.messages(caller.parley, caller.conversation)]
    assert roles == ["user", "assistant"] * 2
    assert {one["end_reason"] for one in sessions(caller)} == {"renewed", "ended"}
    assert len({one["call_started_at"] for one in sessions(caller)}) == 1
    assert ledger.faults(caller.parley, caller.conversation) == []

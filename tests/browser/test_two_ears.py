"""The server hears the call too: it answers, and the page does not; when it is away the page does."""

import os
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.test_call import facts
from tests.live import ledger
from tests.live.parley import Parley, running
from tests.live.person import Person


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    """The server posts the offers."""
    folder = tmp_path_factory.mktemp("serving") / "var"
    with running(folder, CALL_SETUP="server", SESSION_STARTS_PER_MINUTE="1000") as copy:
        yield copy


@pytest.fixture
def ann(browser: Browser, serving: Parley) -> Iterator[Person]:
    one = Person(browser, serving, "alice@example.com")
    one.new_conversation()
    yield one
    one.leave()


def test_a_spoken_turn_needs_no_token(ann: Person) -> None:
    ann.talk()
    ann.ask("hello-how-are-you")
    ann.end_call()
    assert ann.tokens == []
    wanted = [("user", "server"), ("assistant", "server")]
    ann.expect_stored(lambda: facts(ann, "role", "captured_by"), wanted)
    ann.expect_sound_rows()


def test_a_tool_is_the_servers_from_call_to_answer(ann: Person) -> None:
    ann.talk()
    heard = ann.say("what-time-is-it-in-tokyo")
    ann.expect_sound_after(heard["to"])
    ann.expect_message("assistant", "tokyo")
    assert [role for _, role, _ in ann.thread()] == ["user", "tool", "assistant"]
    assert told_by(ann) == []


def test_a_typed_message_is_the_browsers_to_tell_and_the_servers_to_have_answered(
    ann: Person,
) -> None:
    ann.talk()
    ann.ask("hello-how-are-you")
    ann.write("What time is it in Paris?")
    ann.expect_message("assistant", "paris")
    assert told_by(ann) == ["message"]
    roles = [role for _, role, _ in ann.thread()]
    assert roles == ["user", "assistant", "user", "tool", "assistant"]


def test_a_call_by_token_is_heard_too_once_the_browser_has_said_which_it_is(alice: Person) -> None:
    alice.talk()
    alice.wait_until(lambda: is_heard(alice))
    alice.ask("what-time-is-it-in-tokyo")
    alice.write("And in Paris?")
    alice.expect_message("assistant", "paris")
    assert told_by(alice) == ["message"]
    assert str(sessions_of(alice)[0]["call_id"]).startswith("rtc_")


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_web_that_ends_hears_again_and_nothing_is_lost_or_answered_twice(
    ann: Person, end: signal.Signals
) -> None:
    ann.talk()
    ann.say("what-can-you-do")
    os.kill(ann.parley.siblings()["web"], end)
    ann.expect_message("assistant", r"\w+")
    ann.wait_for_state("listening")
    ann.wait_until(lambda: is_heard(ann))
    ann.ask("hello-how-are-you")
    assert told_by(ann) == []
    assert ann.measure("log.opened") == 1
    ann.end_call()
    ann.expect_stored(lambda: facts(ann, "role"), [("user",), ("assistant",)] * 2)
    ann.expect_sound_rows()


def told_by(person: Person) -> list[str]:
    """What of a turn the page itself told the provider: items by their type, and `response.create`."""
    sent = person.measure("log.sent")
    return [one["item"] or one["type"] for one in sent if is_of_a_turn(one["type"])]


def is_of_a_turn(kind: str) -> bool:
    return kind in {"conversation.item.create", "response.create"}


def sessions_of(person: Person) -> list[dict[str, object]]:
    return ledger.sessions(person.parley, person.conversation)


def is_heard(person: Person) -> bool:
    return any(one["attached_by"] and not one["ended_at"] for one in sessions_of(person))

"""Calls that change their way: by themselves where WebRTC is blocked, between devices, and when a line ends."""

import os
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.by_socket import fix_on_page, transports
from tests.browser.conftest import People
from tests.browser.test_call import facts
from tests.browser.test_endless_calls import expect_one_call_of_two_turns
from tests.live.parley import Parley, running
from tests.live.person import Person

SESSION_S = 14
# A firewall: the offer is answered, and no packet gets through.
BLOCKED = "RTCPeerConnection.prototype.setRemoteDescription = async () => {}"
FELL_BACK = "A direct connection did not come about, so the sound goes through the server."


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    """A Parley whose provider ends every session after seconds."""
    settings = {"ENGINE_SESSION_SECONDS": str(SESSION_S)}
    with running(tmp_path_factory.mktemp("brief") / "var", **settings) as copy:
        yield copy


@pytest.fixture
def caller(browser: Browser, brief: Parley) -> Iterator[Person]:
    one = Person(browser, brief, "alice@example.com")
    one.new_conversation()
    yield one
    one.leave()


def block(person: Person) -> None:
    person.context.add_init_script(BLOCKED)
    person.page.evaluate(f"() => {{ {BLOCKED}; }}")


def continue_here(person: Person) -> None:
    person.press_talk()
    person.page.locator("[data-view=notices] [data-part=action]").click()
    person.wait_for_state("listening")


def test_where_webrtc_is_blocked_the_call_goes_by_the_server_and_says_so(alice: Person) -> None:
    block(alice)
    alice.talk()
    expect(alice.page.get_by_text(FELL_BACK)).to_be_visible()
    alice.ask("hello-how-are-you")
    alice.expect_message("assistant", r"\w+")
    alice.end_call()
    assert transports(alice) == ["webrtc", "socket"]
    alice.expect_sound_rows()


def test_after_a_reload_it_does_not_try_in_vain_again(alice: Person) -> None:
    block(alice)
    alice.talk()
    alice.ask("hello-how-are-you")
    alice.page.reload()
    alice.wait_for_state("listening")
    alice.ask("my-name-is-alice")
    assert transports(alice) == ["webrtc", "socket", "socket"]


def test_a_call_goes_from_webrtc_to_the_server_and_back_between_devices(
    alice: Person, person: People
) -> None:
    other = person("alice@example.com")
    other.open(alice.conversation)
    fix_on_page(other, "socket")
    alice.talk()
    alice.ask("my-name-is-alice")
    continue_here(other)
    alice.wait_for_state("ended", "idle")
    other.ask("what-is-my-name")
    other.expect_message("assistant", "alice")
    continue_here(alice)
    other.wait_for_state("ended", "idle")
    alice.ask("what-can-you-do")
    alice.end_call()
    assert transports(alice) == ["webrtc", "socket", "webrtc"]
    alice.expect_stored(lambda: facts(alice, "role"), [("user",), ("assistant",)] * 3)
    alice.expect_sound_rows()


def test_a_second_device_sees_a_call_by_the_server_grow(alice: Person, person: People) -> None:
    other = person("alice@example.com")
    other.open(alice.conversation)
    fix_on_page(alice, "socket")
    alice.talk()
    alice.ask("hello-how-are-you")
    other.expect_message("user", "hello")
    other.expect_message("assistant", r"\w+")
    assert [row[:2] for row in other.thread()] == [row[:2] for row in alice.thread()]


def test_before_a_session_expires_the_call_goes_over_to_a_fresh_one(caller: Person) -> None:
    fix_on_page(caller, "socket")
    caller.talk()
    caller.ask("my-name-is-alice")
    caller.wait_until(caller.pauses)
    expect(caller.page.get_by_text("The connection was renewed")).to_be_visible()
    caller.ask("what-is-my-name")
    caller.expect_message("assistant", "alice")
    assert set(transports(caller)) == {"socket"}
    expect_one_call_of_two_turns(caller)


def test_a_web_that_is_killed_while_it_answers_loses_nothing_and_the_call_goes_on(
    alice: Person,
) -> None:
    fix_on_page(alice, "socket")
    alice.talk()
    asked = alice.say("what-can-you-do")
    alice.expect_sound_after(asked["to"])
    alice.parley.kill_web()
    alice.wait_for_state("reconnecting")
    alice.wait_for_state("listening")
    alice.ask("hello-how-are-you")
    alice.end_call()
    alice.expect_sound_rows()


def test_a_provider_that_is_cut_off_in_mid_answer_is_found_again(caller: Person) -> None:
    fix_on_page(caller, "socket")
    caller.talk()
    asked = caller.say("what-can-you-do")
    caller.expect_sound_after(asked["to"])
    os.kill(caller.parley.siblings()["engine"], signal.SIGKILL)
    caller.wait_for_state("reconnecting")
    caller.wait_for_state("listening")
    caller.ask("hello-how-are-you")
    caller.end_call()
    caller.expect_sound_rows()

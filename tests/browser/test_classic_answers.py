"""Classic in a browser: answers with the tab closed, stopped, broken off, and when Live fails."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_classic import in_classic, switch
from tests.fakes.provider import FakeProvider
from tests.fakes.texts import BREAKS, Call, Gate
from tests.live.parley import Parley, running
from tests.live.person import Person

ALICE = "alice@example.com"
OWN_SETTINGS = {"SESSION_STARTS_PER_MINUTE": "1000", "ANSWERS_PER_MINUTE": "1000"}


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider.running() as fake:
        yield fake


@pytest.fixture(scope="module")
def scripted(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    """A Parley whose provider writes what a test says, and takes no call."""
    folder = tmp_path_factory.mktemp("scripted") / "var"
    keys = {"OPENAI_API_KEY": provider.key, "OPENAI_BASE_URL": provider.base_url}
    with running(folder, **keys, **OWN_SETTINGS) as copy:
        yield copy


@pytest.fixture
def writer(browser: Browser, scripted: Parley, provider: FakeProvider) -> Iterator[Person]:
    """Alice where the provider is scripted, in a conversation of her own in Classic."""
    provider.texts.says(["Hello ", "there."])
    one = Person(browser, scripted, ALICE)
    one.new_conversation()
    in_classic(one)
    yield one
    one.leave()


def test_a_turn_with_a_tool(writer: Person, provider: FakeProvider) -> None:
    provider.texts.says([Call("get_current_time", '{"timezone": "Asia/Tokyo"}')], ["It is late."])
    writer.write("What time is it in Tokyo?")
    writer.expect_message("tool", "get_current_time")
    writer.expect_message("assistant", "It is late.")
    writer.expect_sound_rows()


def test_a_tab_closed_in_the_middle_finds_the_answer_growing(
    writer: Person, provider: FakeProvider
) -> None:
    more, end = Gate(), Gate()
    provider.texts.says(["Once upon", more, " a time", end, " it ended."])
    writer.write("Tell me a story")
    writer.expect_message("assistant", "Once upon", status="live")
    conversation = writer.conversation
    writer.page.close()
    more.open()
    writer.page = writer.new_page()
    writer.open(conversation)
    writer.expect_message("assistant", "Once upon a time", status="live")
    end.open()
    writer.expect_message("assistant", "Once upon a time it ended.")


def test_an_answer_arrives_while_no_tab_is_open(writer: Person, provider: FakeProvider) -> None:
    end = Gate()
    provider.texts.says(["Nobody", end, " looked on."])
    writer.write("Go on without me")
    writer.expect_message("assistant", "Nobody", status="live")
    conversation = writer.conversation
    writer.page.close()
    end.open()
    status = "SELECT status FROM chat_message WHERE content = 'Nobody looked on.'"
    writer.parley.wait_until(lambda: writer.parley.rows(status) == [{"status": "final"}], 30.0)
    writer.page = writer.new_page()
    writer.open(conversation)
    writer.expect_message("assistant", "Nobody looked on.")


def test_a_stop_holds_on_all_devices(
    writer: Person, browser: Browser, scripted: Parley, provider: FakeProvider
) -> None:
    provider.texts.says(["This goes on", Gate(), " and on"])
    writer.write("Talk")
    writer.expect_message("assistant", "This goes on", status="live")
    other = Person(browser, scripted, ALICE)
    other.open(writer.conversation)
    other.page.get_by_role("region", name="Answer").get_by_role("button", name="Stop").click()
    for one in (writer, other):
        one.expect_message("assistant", "Stopped before the end", status="interrupted")
        expect(one.page.get_by_role("region", name="Answer")).to_be_hidden()
    other.leave()


def test_a_provider_that_fails_is_named_and_asked_again(
    writer: Person, provider: FakeProvider
) -> None:
    provider.texts.says(["Half", BREAKS], ["Whole this time."])
    writer.write("Try")
    writer.expect_message("assistant", "its provider cannot be reached", status="failed")
    writer.page.get_by_role("button", name="Ask again").click()
    writer.expect_message("assistant", "Whole this time.")


def test_when_live_cannot_connect_it_goes_on_in_classic_and_says_why(
    writer: Person, provider: FakeProvider
) -> None:
    switch(writer)
    expect(writer.page.locator("[data-conversation]")).to_have_attribute("data-mode", "live")
    provider.texts.says(["Answered in Classic."])
    provider.refuses(503)
    writer.write("Is anybody there?")
    notice = writer.page.locator("[data-key=rolled-back]")
    expect(notice).to_contain_text("Live could not connect: ")
    expect(writer.page.locator("[data-conversation]")).to_have_attribute("data-mode", "classic")
    writer.expect_message("assistant", "Answered in Classic.")
    with writer.page.expect_response("**/sessions/"):
        notice.get_by_role("button", name="Try Live again").click()

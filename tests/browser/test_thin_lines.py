"""A call by the server on a thin line: by Opus where the setting allows it, a fraction of the bytes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, WebSocket

from tests.browser.by_socket import fix_on_page
from tests.live.parley import Parley, running
from tests.live.person import Person

THIN = "() => Object.defineProperty(navigator, 'connection', { value: { effectiveType: '3g' } })"
PCM_BYTES = 1_920


class Wire:
    """What went over the relay's socket, as the browser itself counts it."""

    def __init__(self, person: Person) -> None:
        self.url = ""
        self.sent: list[int] = []
        self.received: list[int] = []
        person.page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        if "/ws/voice/" not in socket.url:
            return
        self.url = socket.url
        socket.on("framesent", lambda frame: _note(self.sent, frame))
        socket.on("framereceived", lambda frame: _note(self.received, frame))


def _note(sizes: list[int], frame: str | bytes) -> None:
    if isinstance(frame, bytes):
        sizes.append(len(frame))


@pytest.fixture(scope="module")
def thin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    folder = tmp_path_factory.mktemp("thin") / "var"
    with running(folder, AUDIO_RELAY_OPUS="1") as copy:
        yield copy


@pytest.fixture
def caller(browser: Browser, thin: Parley) -> Iterator[Person]:
    one = Person(browser, thin, "alice@example.com")
    one.new_conversation()
    fix_on_page(one, "socket")
    yield one
    one.leave()


def test_on_a_thin_line_a_turn_takes_a_fraction_of_the_bytes(caller: Person) -> None:
    caller.page.evaluate(THIN)
    wire = Wire(caller)
    caller.talk()
    caller.ask("hello-how-are-you")
    caller.expect_message("user", "hello")
    caller.expect_message("assistant", r"\w+")
    caller.end_call()
    assert "codec=opus" in wire.url
    for sizes in (wire.sent, wire.received):
        assert len(sizes) > 25
        assert sum(sizes) < len(sizes) * PCM_BYTES / 8
    caller.expect_sound_rows()


def test_on_another_line_sound_is_not_coded(caller: Person) -> None:
    wire = Wire(caller)
    caller.talk()
    caller.ask("hello-how-are-you")
    caller.end_call()
    assert "codec" not in wire.url
    assert set(wire.sent) == {PCM_BYTES}

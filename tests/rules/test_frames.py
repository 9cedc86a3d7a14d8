"""What the server says to a tab is heard by the page."""

import re

from tests.rules.files import ROOT

SAID = re.compile(r"""\.say\(\s*"([a-z]+)\"""")
HEARD = re.compile(r"SERVER_FRAMES = new Set\(\[(.*?)\]\)", re.DOTALL)
IN_THE_SOCKET = {"beat"}  # what it answers to a beat is nobody else's


def test_every_frame_is_handed_out() -> None:
    consumers = (ROOT / "chat" / "consumers").rglob("*.py")
    said = {kind for path in consumers for kind in SAID.findall(path.read_text(encoding="utf-8"))}
    socket = (ROOT / "static" / "js" / "tab" / "socket.js").read_text(encoding="utf-8")
    heard = HEARD.search(socket)
    assert heard
    assert "mode" in said
    assert said - set(re.findall(r'"([a-z]+)"', heard[1])) - IN_THE_SOCKET == set()

"""Between a page and its socket: says what a server would say, keeps back what the page says, closes."""

import json
from typing import Any

from playwright.sync_api import Page, WebSocketRoute


class Wire:
    """To be strung before the page opens its socket; `held_back`: frames of the page not passed."""

    def __init__(self, page: Page) -> None:
        self.held_back: set[str] = set()
        self.heard: list[dict[str, Any]] = []
        self._page_side: WebSocketRoute | None = None
        page.route_web_socket("**/ws/?*", self._connect)

    def says(self, kind: str, **fields: Any) -> None:
        """As the server would."""
        assert self._page_side
        self._page_side.send(json.dumps({"type": kind, **fields}))

    def closes(self, code: int) -> None:
        assert self._page_side
        self._page_side.close(code=code)

    def _connect(self, page_side: WebSocketRoute) -> None:
        self._page_side = page_side
        server_side = page_side.connect_to_server()
        page_side.on_message(lambda text: self._pass_up(str(text), server_side))
        server_side.on_message(lambda text: self._pass_down(str(text), page_side))

    def _pass_up(self, text: str, server_side: WebSocketRoute) -> None:
        if json.loads(text)["type"] not in self.held_back:
            server_side.send(text)

    def _pass_down(self, text: str, page_side: WebSocketRoute) -> None:
        self.heard.append(json.loads(text))
        page_side.send(text)

"""A call at the fake provider: its session, who hears it by a sideband, and what they say."""

from __future__ import annotations

import asyncio
import queue
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

Payload = dict[str, Any]
TAKEN = "conversation_already_has_active_response"
WAIT_S = 10.0


class FakeCall:
    """Live until hung up. Its methods may be called from any thread; the server's loop does the work."""

    def __init__(self, loop: asyncio.AbstractEventLoop, session: Payload) -> None:
        self.id = f"rtc_{uuid4().hex}"
        self.session: Payload = {"id": f"sess_{self.id[4:12]}", **session}
        self.is_over = False
        self.answers_at_once = False
        self.items: dict[str, Payload] = {}
        self.response: str | None = None
        self.sidebands: list[web.WebSocketResponse] = []
        self._loop = loop
        self._said: queue.Queue[Payload] = queue.Queue()

    def happens(self, *events: Payload) -> None:
        """Everybody who listens hears these, in order."""
        self._do(self._tell_all(events))

    def happens_soon(self, *events: Payload) -> None:
        """The same, without waiting for it: for many calls at once."""
        asyncio.run_coroutine_threadsafe(self._tell_all(events), self._loop)

    def says(self, frame: str | bytes) -> None:
        """Anything, to everybody who listens."""
        self._do(self._send_all(frame))

    def update(self, **patch: Any) -> None:
        """What a browser does with a `session.update` of its own."""
        self._do(self._update(patch))

    def finishes(self) -> None:
        """The running response is done."""
        self._do(self._finish())

    def drops(self) -> None:
        """The sidebands break off, without a closing handshake."""
        self._do(self._drop())

    async def hears(self, kind: str) -> Payload:
        """The next event of this type that a sideband sent; others are passed over."""
        while True:
            event = await asyncio.to_thread(self._said.get, True, WAIT_S)
            if event["type"] == kind:
                return event

    def said(self) -> list[Payload]:
        """What sidebands sent and nobody has looked at yet."""
        found = []
        while not self._said.empty():
            found.append(self._said.get())
        return found

    async def serve(self, socket: web.WebSocketResponse) -> None:
        self.sidebands.append(socket)
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await self._obey(message.json(), socket)
        finally:
            if socket in self.sidebands:
                self.sidebands.remove(socket)

    async def end(self) -> None:
        self.is_over = True
        for socket in list(self.sidebands):
            await socket.close()

    async def _obey(self, event: Payload, socket: web.WebSocketResponse) -> None:
        if event["type"] == "session.update":
            await self._update(event["session"])
        elif event["type"] == "response.create":
            await self._respond(event, socket)
        elif event["type"] == "conversation.item.create":
            await self._create(event, socket)
        elif event["type"] == "conversation.item.delete":
            await self._delete(event, socket)
        elif event["type"] == "conversation.item.retrieve":
            await self._retrieve(event, socket)
        self._said.put(event)

    async def _update(self, patch: Payload) -> None:
        self.session = _merged(self.session, patch)
        await self._tell_all([{"type": "session.updated", "session": self.session}])

    async def _respond(self, event: Payload, socket: web.WebSocketResponse) -> None:
        if self.response:
            await _refuse(socket, event, TAKEN)
            return
        self.response = f"resp_{uuid4().hex[:8]}"
        started = {"id": self.response, "status": "in_progress"}
        await self._tell_all([{"type": "response.created", "response": started}])
        if self.answers_at_once:
            await self._finish()

    async def _finish(self) -> None:
        done, self.response = {"id": self.response, "status": "completed"}, None
        await self._tell_all([{"type": "response.done", "response": done}])

    async def _create(self, event: Payload, socket: web.WebSocketResponse) -> None:
        item = event["item"]
        if item["id"] in self.items:
            await _refuse(socket, event, "item_exists")
            return
        self.items[item["id"]] = item
        kinds = ("conversation.item.added", "conversation.item.done")
        await self._tell_all([{"type": kind, "item": item} for kind in kinds])

    async def _delete(self, event: Payload, socket: web.WebSocketResponse) -> None:
        if self.items.pop(event["item_id"], None) is None:
            await _refuse(socket, event, "item_not_found")
        else:
            gone = {"type": "conversation.item.deleted", "item_id": event["item_id"]}
            await self._tell_all([gone])

    async def _retrieve(self, event: Payload, socket: web.WebSocketResponse) -> None:
        item = self.items.get(event["item_id"])
        if item is None:
            await _refuse(socket, event, "item_not_found")
        else:
            await socket.send_json({"type": "conversation.item.retrieved", "item": item})

    async def _tell_all(self, events: Any) -> None:
        for event in events:
            for socket in list(self.sidebands):
                await socket.send_json(event)

    async def _send_all(self, frame: str | bytes) -> None:
        for socket in list(self.sidebands):
            await (socket.send_str(frame) if isinstance(frame, str) else socket.send_bytes(frame))

    async def _drop(self) -> None:
        for socket in list(self.sidebands):
            if socket._req is not None and socket._req.transport is not None:
                socket._req.transport.abort()

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_S)


async def _refuse(socket: web.WebSocketResponse, event: Payload, code: str) -> None:
    error = {"type": "invalid_request_error", "code": code, "event_id": event.get("event_id")}
    await socket.send_json({"type": "error", "error": error})


def _merged(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return old | {key: _merged(old.get(key), value) for key, value in new.items()}

"""A core session with every event witnessed, driven by facts as the world would give them."""

import json
from typing import Any

from engine.core import settings
from engine.core.orders import Order, Speak, Think
from engine.core.outbox import Send
from engine.core.session import CLIENT, Carrier, Session
from tests.engine.conformance import Event, Witness

CLAUSE_MS = 1_000
SECOND = b"\1\0" * 24_000
MANUAL = {"type": "realtime", "audio": {"input": {"turn_detection": None, "transcription": {}}}}
VAD = {"type": "realtime", "audio": {"input": {"transcription": {"model": "any"}}}}
WEBRTC = Carrier(plays=True, largest_event_bytes=65_536)


class Scene:
    def __init__(
        self, config: dict[str, Any] | None = None, carrier: Carrier | None = None
    ) -> None:
        wanted = settings.create(config or {"type": "realtime"})
        self.session = Session(wanted, carrier or Carrier(), expires_at=3600)
        self.witness = Witness()
        self.orders: list[Order] = []
        self.session.start()
        self.settle()

    def client(self, kind: str, **fields: Any) -> None:
        self.raw(json.dumps({"type": kind, **fields}))

    def raw(self, text: str | bytes) -> None:
        self.session.receive(text)
        self.settle()

    def settle(self) -> None:
        for output in self.session.drain():
            if isinstance(output, Send):
                self.witness.see(output.event)
                assert output.only_to in (None, CLIENT)
            else:
                self.orders.append(output)

    def ordered(self, kind: type[Any]) -> list[Any]:
        return [order for order in self.orders if isinstance(order, kind)]

    def type_text(self, text: str) -> None:
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content}
        self.client("conversation.item.create", item=item)

    def hear(self, pcm: bytes = SECOND) -> None:
        self.session.hear(pcm)
        self.settle()

    def turn(self, text: str = "hello", start_ms: int = 0, end_ms: int = 1_000) -> None:
        """A spoken turn, found and recognised."""
        self.start_turn(start_ms)
        self.stop_turn(end_ms)
        self.recognise(text)

    def start_turn(self, start_ms: int = 0) -> None:
        self.hear()
        self.session.listening.speech_started(start_ms)
        self.settle()

    def stop_turn(self, end_ms: int = 1_000) -> None:
        self.session.listening.speech_stopped(end_ms)
        self.settle()

    def recognise(self, text: str = "hello", understood: bool = True) -> None:
        item_id = self.witness.last("input_audio_buffer.committed")["item_id"]
        self.session.listening.transcript(item_id, text, understood)
        self.settle()

    @property
    def thinking(self) -> str:
        """The id of the response that was last asked for its thoughts."""
        return str(self.ordered(Think)[-1].response_id)

    def say(self, *clauses: str, spoken: bool = True, over: bool = True) -> None:
        response_id = self.thinking
        for clause in clauses:
            self.session.responses.said(response_id, clause)
        if over:
            self.session.responses.thought(response_id)
        self.settle()
        if spoken:
            self.speak(len(clauses))

    def speak(self, clauses: int) -> None:
        for order in self.ordered(Speak)[-clauses:]:
            pcm = b"\1\0" * (24 * CLAUSE_MS)
            self.session.responses.spoken(order.response_id, order.index, pcm)
        self.settle()

    def call(self, name: str, arguments: str = "{}") -> None:
        self.session.responses.called(self.thinking, name, arguments)
        self.session.responses.thought(self.thinking)
        self.settle()

    def play(self, ms: int) -> None:
        self.session.played(ms * 48)
        self.settle()

    def error(self) -> Event:
        return dict(self.witness.last("error")["error"])

"""A session that lives: the core, its ears and its mouth, and whoever listens to its events."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from engine.core import orders
from engine.core.config import SessionConfig
from engine.core.outbox import Event, Send
from engine.core.session import CLIENT, Carrier, Session
from engine.faculties import Faculties
from engine.hearing import Hearing
from engine.speaking import Speaking


@dataclass(frozen=True)
class Limits:
    """Seconds; when one has passed the session ends."""

    session_s: float = 3600.0
    idle_s: float = 600.0


class Ear(Protocol):
    """Whoever hears the events of a session. Nothing here waits."""

    def send(self, event: Event) -> None: ...

    def end(self, code: int, reason: str) -> None:
        """The session is over; close codes are those of a WebSocket."""


class Transport(Ear, Protocol):
    """The carrier of a session, which ends with it."""

    carrier: Carrier

    def play(self, pcm: bytes) -> None: ...

    def clear(self) -> None: ...


class LiveSession:
    def __init__(
        self, config: SessionConfig, faculties: Faculties, limits: Limits, transport: Transport
    ) -> None:
        self._transport = transport
        self._limits = limits
        self._ears: dict[str, Ear] = {CLIENT: transport}
        expires_at = int(time.time() + limits.session_s)
        self.core = Session(config, transport.carrier, expires_at)
        self._hearing = Hearing(faculties.recognisers, self.core.listening, self._carry_out)
        self._speaking = Speaking(faculties, self.core.responses, self._carry_out)
        self._loop = asyncio.get_running_loop()
        self._last_used = self._loop.time()
        self._silence: asyncio.TimerHandle | None = None
        self._timers = [
            self._loop.call_later(limits.session_s, self._expire),
            self._loop.call_later(limits.idle_s, self._look_for_use),
        ]
        self._do: dict[type[Any], Callable[[Any], None]] = {
            Send: self._send,
            orders.DetectTurns: self._hearing.detect,
            orders.Listen: lambda order: self._hearing.listen(order.pcm),
            orders.DropTurn: lambda order: self._hearing.drop_turn(),
            orders.Transcribe: self._hearing.transcribe,
            orders.OpenUtterance: self._hearing.open_utterance,
            orders.CloseUtterance: self._hearing.close_utterance,
            orders.DropUtterance: self._hearing.drop_utterance,
            orders.Think: self._speaking.think,
            orders.Speak: self._speaking.speak,
            orders.Hush: self._speaking.hush,
            orders.Play: lambda order: transport.play(order.pcm),
            orders.ClearOutput: lambda order: transport.clear(),
            orders.AwaitSpeech: self._await_speech,
            orders.Touch: lambda order: self._touch(),
        }

    def start(self) -> None:
        self.core.start()
        self._carry_out()

    def receive(self, text: str | bytes, ear: str = CLIENT) -> None:
        self.core.receive(text, ear)
        self._carry_out()

    def hear(self, pcm_24k: bytes) -> None:
        self.core.hear(pcm_24k)
        self._carry_out()

    async def caught_up(self) -> None:
        await self._hearing.caught_up()

    def played(self, size: int) -> None:
        self.core.played(size)
        self._touch()
        self._carry_out()

    def attach(self, name: str, ear: Ear) -> None:
        """One more listener to the events (a sideband)."""
        self._ears[name] = ear

    def detach(self, name: str) -> None:
        self._ears.pop(name, None)

    async def end(self) -> None:
        for name in [name for name in self._ears if name != CLIENT]:
            self._ears.pop(name).end(1000, "The call is over.")
        self._await_speech(orders.AwaitSpeech(None))
        for timer in self._timers:
            timer.cancel()
        await self._hearing.end()
        await self._speaking.end()

    def _carry_out(self) -> None:
        while pending := self.core.drain():
            for one in pending:
                self._do[type(one)](one)

    def _send(self, sent: Send) -> None:
        names = self._ears if sent.only_to is None else [sent.only_to]
        for name in list(names):
            if ear := self._ears.get(name):
                ear.send(sent.event)

    def _await_speech(self, order: orders.AwaitSpeech) -> None:
        if self._silence:
            self._silence.cancel()
        self._silence = None
        if order.after_ms is not None:
            self._silence = self._loop.call_later(order.after_ms / 1000, self._nobody_spoke)

    def _nobody_spoke(self) -> None:
        self.core.idling.timed_out()
        self._carry_out()

    def _touch(self) -> None:
        self._last_used = self._loop.time()

    def _expire(self) -> None:
        self.core.expire()
        self._carry_out()
        self._transport.end(1001, "Your session hit the maximum duration.")

    def _look_for_use(self) -> None:
        unused_s = self._loop.time() - self._last_used
        if unused_s >= self._limits.idle_s:
            self._transport.end(1000, "Nobody used this session.")
        else:
            left_s = self._limits.idle_s - unused_s
            self._timers[1] = self._loop.call_later(left_s, self._look_for_use)

"""The responses of a session: at most one for its conversation, any number beside it."""

from dataclasses import dataclass
from typing import Any

from engine.core import errors, item_input, settings, usage
from engine.core.config import RealtimeConfig, ResponseConfig
from engine.core.conversation import Conversation
from engine.core.items import Item
from engine.core.outbox import Outbox
from engine.core.output import Output
from engine.core.playback import Playback
from engine.core.response import Response
from engine.core.response_settings import combine

TOKENS_PER_MINUTE = 1_000_000


@dataclass(frozen=True)
class Answer:
    """A response of the conversation that is over; `audio_ms` is how long it takes to hear."""

    id: str
    audio_ms: int


class Responses:
    def __init__(
        self, outbox: Outbox, conversation: Conversation, playback: Playback | None
    ) -> None:
        self._outbox = outbox
        self._conversation = conversation
        self._playback = playback
        self._running: dict[str, Response] = {}
        self._inputs: dict[str, list[Item]] = {}
        self._given_before = usage.Tokens()
        self.voice_locked = False
        # The one that nobody has said anything to yet.
        self.last: Answer | None = None

    def create(self, session: RealtimeConfig, params: object) -> None:
        wanted = settings.response(params)
        chosen = combine(session, wanted)
        own_input = self._own_input(wanted)
        if chosen.in_conversation and (active := self.active):
            message = (
                f"Conversation already has an active response in progress: {active.id}. "
                "Wait until the response is finished before creating a new one."
            )
            raise errors.ProtocolError(message, "conversation_already_has_active_response")
        output = Output(self._outbox, self._conversation if chosen.in_conversation else None)
        response = Response(self._outbox, chosen, output, self._playback)
        self._running[response.id] = response
        if own_input is not None:
            self._inputs[response.id] = own_input
        self.context_changed()

    @property
    def active(self) -> Response | None:
        """The one that answers the default conversation."""
        running = self._running.values()
        return next((one for one in running if one.settings.in_conversation), None)

    def cancel(self, response_id: str | None, reason: str) -> None:
        response = self._running.get(response_id) if response_id else self.active
        if response is None:
            message = "Cancellation failed: no active response found"
            raise errors.ProtocolError(message, "response_cancel_not_active")
        response.end("cancelled", reason=reason)
        self._settle(response)

    def context_changed(self) -> None:
        """Let those think that have waited for the words of an utterance."""
        for response in [one for one in self._running.values() if one.waiting]:
            context = self._inputs.get(response.id, self._conversation.items)
            if not any(item.awaits_transcript for item in context):
                response.think(list(context), self._given_before)

    def said(self, response_id: str, clause: str, gap: str = " ") -> None:
        self._tell(response_id, "said", clause, gap)

    def called(self, response_id: str, name: str, arguments: str) -> None:
        self._tell(response_id, "called", name, arguments)

    def thought(self, response_id: str, status: str = "completed", **details: object) -> None:
        self._tell(response_id, "thought", status, **details)

    def spoken(self, response_id: str, index: int, pcm: bytes, last: bool = True) -> None:
        self.voice_locked = self.voice_locked or response_id in self._running
        self._tell(response_id, "spoken", index, pcm, last)

    def failed(self, response_id: str, message: str) -> None:
        """Thinking or speaking broke; the session goes on."""
        if response := self._running.get(response_id):
            error = {"type": "server_error", "code": "server_error", "message": message}
            response.end("failed", error=error)
            self._settle(response)

    def _tell(self, response_id: str, fact: str, *given: object, **details: object) -> None:
        # A fact about a response that is over comes late and is of no use to anybody.
        if response := self._running.get(response_id):
            getattr(response, fact)(*given, **details)
            self._settle(response)

    def _settle(self, response: Response) -> None:
        if not response.ended:
            return
        del self._running[response.id]
        self._inputs.pop(response.id, None)
        self._given_before = response.given
        if response.settings.in_conversation:
            self.last = Answer(response.id, response.audio_ms)
        left = TOKENS_PER_MINUTE - response.given.total
        limit: dict[str, Any] = {"name": "tokens", "limit": TOKENS_PER_MINUTE}
        limit |= {"remaining": max(left, 0), "reset_seconds": 0.0}
        self._outbox.send("rate_limits.updated", rate_limits=[limit])

    def _own_input(self, wanted: ResponseConfig) -> list[Item] | None:
        if not isinstance(wanted.input, list):
            return None
        return [
            self._input_item(entry, f"response.input[{index}]")
            for index, entry in enumerate(wanted.input)
        ]

    def _input_item(self, entry: dict[str, Any], path: str) -> Item:
        if entry.get("type") != "item_reference":
            item = item_input.read(entry, path)
            # Speech that is no part of the conversation is not recognised; nobody waits for it.
            item.understood, item.awaits_transcript = not item.awaits_transcript, False
            return item
        return self._conversation.find(str(entry.get("id")))

"""One response from `response.created` to `response.done`."""

from collections.abc import Sequence
from typing import Any

import msgspec

from engine.core import usage
from engine.core.items import Item
from engine.core.orders import Hush, Speak, Think
from engine.core.outbox import Outbox
from engine.core.output import Output
from engine.core.playback import Playback
from engine.core.response_settings import ResponseSettings
from engine.core.steps import Call, Clause, Steps

# (state, fact) -> state; a fact that is not listed comes too late and is dropped.
STATES = {
    ("waiting", "heard"): "thinking",
    ("thinking", "said"): "thinking",
    ("thinking", "spoken"): "thinking",
    ("thinking", "thought"): "speaking",
    ("speaking", "spoken"): "speaking",
    ("waiting", "end"): "ended",
    ("thinking", "end"): "ended",
    ("speaking", "end"): "ended",
}


class Response:
    """`playback` is None where the client plays, on a WebSocket."""

    def __init__(
        self, outbox: Outbox, settings: ResponseSettings, output: Output, playback: Playback | None
    ) -> None:
        self.id = output.response_id
        self.settings = settings
        self.given = usage.Tokens()
        self._reused = usage.Tokens()
        self._outbox = outbox
        self._output = output
        self._playback = playback
        self._steps = Steps(settings.spoken)
        self._ending: tuple[str, dict[str, object]] = ("completed", {})
        self._called = False
        self._state = "waiting"
        outbox.send("response.created", response=self._wire("in_progress"))

    @property
    def ended(self) -> bool:
        return self._state == "ended"

    @property
    def waiting(self) -> bool:
        return self._state == "waiting"

    @property
    def audio_ms(self) -> int:
        """How long its sound is."""
        return sum(part.audio_ms for item in self._output.items for part in item.content)

    def think(self, context: Sequence[Item], before: usage.Tokens) -> None:
        """Every utterance in the context has its words; `before` was the last one's input."""
        if not self._move("heard"):
            return
        instructions = usage.Tokens(usage.text_tokens(self.settings.instructions))
        self.given = usage.items_tokens(context) + instructions
        self._reused = usage.cached(before, self.given)
        asked = next((item for item in reversed(context) if item.role == "user"), None)
        self._outbox.order(
            Think(
                self.id,
                self.settings.instructions,
                [item.wire() for item in context],
                self.settings.tools,
                self.settings.tool_choice,
                asked is None or asked.understood,
                self.settings.spoken,
                self.settings.max_output_tokens,
                self.settings.parallel_tool_calls,
            )
        )

    def said(self, text: str, gap: str = " ") -> None:
        if not self._move("said"):
            return
        clause = self._steps.say(text, gap)
        if self.settings.spoken:
            voice, speed = self.settings.voice_name, self.settings.speed
            self._outbox.order(Speak(self.id, clause.index, text, voice, speed))
        self._advance()

    def called(self, name: str, arguments: str) -> None:
        if self._called and self.settings.parallel_tool_calls is False:
            return
        if self._move("said"):
            self._called = True
            self._steps.call(name, arguments)
            self._advance()

    def thought(self, status: str = "completed", **details: object) -> None:
        """Nothing more will be said or called; once that is out, this is how it ended."""
        if self._move("thought"):
            self._ending = (status, details)
            self._advance()

    def spoken(self, index: int, pcm: bytes, last: bool = True) -> None:
        if self._move("spoken"):
            self._steps.spoken(index, pcm, last)
            self._advance()

    def end(self, status: str, **details: object) -> None:
        """Close what is open and say so; `details` are the reason or the error."""
        if not self._move("end"):
            return
        self._steps.clear()
        self._output.close("completed" if status == "completed" else "incomplete")
        self._outbox.order(Hush(self.id))
        shown = {"type": status, **details} if details else None
        self._outbox.send("response.done", response=self._wire(status, shown, self._usage()))
        if self._playback:
            self._playback.finished(self.id)

    def _advance(self) -> None:
        for step in self._steps.ready():
            self._emit(step)
            if self._over_limit():
                self.end("incomplete", reason="max_output_tokens")
        if not self._steps and self._state == "speaking":
            status, details = self._ending
            self.end(status, **details)

    def _emit(self, step: Clause | Call) -> None:
        if isinstance(step, Call):
            self._output.call(step.name, step.arguments)
        elif step.pcm is None:
            self._output.text(step.text, "output_text", step.gap)
        else:
            self._speak(step, step.pcm)

    def _speak(self, clause: Clause, pcm: bytes) -> None:
        if clause.text:
            self._output.text(clause.text, "output_audio", clause.gap)
        if pcm:
            on_wire = None if self._playback else self.settings.audio_format
            item_id = self._output.audio(pcm, on_wire)
            if self._playback:
                self._playback.queue(self.id, item_id, pcm)

    def _over_limit(self) -> bool:
        limit = self.settings.max_output_tokens
        more = bool(self._steps) or self._state == "thinking"
        return isinstance(limit, int) and more and self._made().total >= limit

    def _made(self) -> usage.Tokens:
        return usage.items_tokens(self._output.items)

    def _usage(self) -> dict[str, Any]:
        return usage.response_usage(self.given, self._reused, self._made())

    def _move(self, fact: str) -> bool:
        state = STATES.get((self._state, fact))
        self._state = state or self._state
        return state is not None

    def _wire(
        self,
        status: str,
        details: dict[str, object] | None = None,
        spent: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        settings = self.settings
        form = msgspec.to_builtins(settings.audio_format)
        return {
            "object": "realtime.response",
            "id": self.id,
            "status": status,
            "status_details": details,
            "output": list(self._output.shown),
            "conversation_id": self._output.conversation_id,
            "output_modalities": settings.output_modalities,
            "max_output_tokens": settings.max_output_tokens,
            "audio": {"output": {"format": form, "voice": settings.voice}},
            "usage": spent,
            "metadata": settings.metadata,
        }

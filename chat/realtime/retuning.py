"""What a person changes in a running session, and when it may be said. No I/O."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

Event = dict[str, Any]


def settings_of(config: Event) -> Event:
    """What of a session holds at once when asked for anew: its tools, how it hears, its speed.

    The provider merges: a language is taken away by a null (recorded: it reports an unset one so).
    """
    heard = config["audio"]["input"]
    transcription = {"language": None, **heard["transcription"]}
    return {
        "type": "realtime",
        "tools": config["tools"],
        "max_output_tokens": config.get("max_output_tokens", "inf"),
        "audio": {
            "input": {**heard, "transcription": transcription},
            "output": {"speed": config["audio"]["output"]["speed"]},
        },
    }


class Retuning:
    """Of several changes only the last one counts. The speed waits for the end of an answer."""

    def __init__(self) -> None:
        self._wanted: Event | None = None
        self._is_begun = False
        self._last = ""

    def want(self, settings: Event) -> None:
        self._wanted, self._is_begun = settings, False

    def due(self, *, is_answering: bool) -> Event | None:
        """The `session.update` that may be sent now."""
        wanted = self._wanted
        if wanted is None or (is_answering and self._is_begun):
            return None
        if is_answering:
            self._is_begun = True
            wanted = {**wanted, "audio": {"input": wanted["audio"]["input"]}}
        else:
            self._wanted = None
        self._last = f"tune_{uuid4().hex}"
        return {"type": "session.update", "event_id": self._last, "session": wanted}

    def is_refused(self, event: Event) -> bool:
        error = event.get("error")
        return bool(self._last) and isinstance(error, dict) and error.get("event_id") == self._last

"""One item of a conversation: a message, a function call, or its output."""

import base64
from dataclasses import dataclass, field
from typing import Any

from engine.core.pcm import milliseconds


@dataclass
class Part:
    """One content part; `audio` is 24 kHz PCM and is shown only when retrieved."""

    type: str
    text: str | None = None
    transcript: str | None = None
    audio: bytes = b""
    image_url: str | None = None
    detail: str | None = None

    @property
    def audio_ms(self) -> int:
        return milliseconds(self.audio)

    def wire(self, with_audio: bool = False) -> dict[str, Any]:
        shown: dict[str, Any] = {"type": self.type}
        if self.type.endswith("_audio"):
            shown["transcript"] = self.transcript
            if with_audio:
                shown["audio"] = base64.b64encode(self.audio).decode()
        elif self.type == "input_image":
            shown |= {"image_url": self.image_url}
            shown |= {"detail": self.detail} if self.detail else {}
        else:
            shown["text"] = self.text or ""
        return shown


@dataclass
class Item:
    id: str
    type: str
    status: str = "completed"
    role: str | None = None
    content: list[Part] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    # A committed utterance whose words are not known yet.
    awaits_transcript: bool = False
    understood: bool = True

    def wire(self, with_audio: bool = False) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "type": self.type, "status": self.status}
        if self.type == "message":
            content = [part.wire(with_audio) for part in self.content]
            return {**shown, "role": self.role, "content": content}
        if self.type == "function_call_output":
            del shown["status"]
        return {**shown, **self.fields}

    def audio_part(self) -> Part | None:
        """Its recorded speech, if it has any."""
        return next((part for part in self.content if part.type.endswith("_audio")), None)

    def words(self) -> str:
        """Everything in it that costs text tokens."""
        parts = [part.text or "" for part in self.content]
        named = ("name", "arguments", "output")
        return "".join(parts + [str(self.fields.get(name) or "") for name in named])


def user_audio(item_id: str, pcm: bytes) -> Item:
    part = Part("input_audio", audio=pcm)
    return Item(item_id, "message", role="user", content=[part], awaits_transcript=True)


def assistant_message(item_id: str) -> Item:
    return Item(item_id, "message", status="in_progress", role="assistant")


def function_call(item_id: str, call_id: str, name: str) -> Item:
    fields = {"name": name, "call_id": call_id, "arguments": ""}
    return Item(item_id, "function_call", status="in_progress", fields=fields)

"""What a browser may say to the audio relay (docs/audio-relay.md), and sound as the provider wraps it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pybase64
from msgspec import Meta

from chat.errors import InputRefused

FRAME_MS = 40
RATE = 24_000
BYTES_A_MS = 48  # at this rate, 16 bit, one channel
FRAME_BYTES = FRAME_MS * BYTES_A_MS
MAX_SOUND_BYTES = 1_000 * BYTES_A_MS
MAX_TEXT_BYTES = 64 * 1024
PCM = {"type": "audio/pcm", "rate": RATE}

Event = dict[str, Any]
Id = Annotated[str, Meta(min_length=1, max_length=128)]
EventId = Annotated[str, Meta(max_length=128)]
Milliseconds = Annotated[int, Meta(ge=0, le=24 * 3_600_000)]

# Where the type of a sound event is looked for first; one that has it elsewhere is only slower.
MARK, WITHIN = b"audio.delta", 80
SOUND = {"response.output_audio.delta", "response.audio.delta"}
APPEND = b'{"type":"input_audio_buffer.append","audio":"%b"}'


class Delta(msgspec.Struct, frozen=True, gc=False):
    """The provider's event with a piece of an answer's sound, in base64."""

    type: Literal["response.output_audio.delta", "response.audio.delta"]
    item_id: Id
    delta: str
    response_id: str = ""
    content_index: int = 0

    def sound(self) -> Sound:
        """Raises ValueError when it is not base64."""
        pcm = pybase64.b64decode(self.delta, validate=True)
        return Sound(self.item_id, pcm, self.response_id, self.content_index)


class Sound(msgspec.Struct, frozen=True, gc=False):
    item_id: str
    pcm: bytes
    response_id: str = ""
    content_index: int = 0


class Said(msgspec.Struct, frozen=True):
    event_id: EventId = ""

    def event(self) -> Event:
        """As the provider is told: nothing that is not named here goes on."""
        return {"event_id": self.event_id} if self.event_id else {}


class Commit(Said, frozen=True):
    def event(self) -> Event:
        return {"type": "input_audio_buffer.commit", **super().event()}


class Clear(Said, frozen=True):
    def event(self) -> Event:
        return {"type": "input_audio_buffer.clear", **super().event()}


class Cancel(Said, frozen=True):
    response_id: EventId = ""

    def event(self) -> Event:
        named = {"response_id": self.response_id} if self.response_id else {}
        return {"type": "response.cancel", **named, **super().event()}


class Manner(msgspec.Struct, frozen=True):
    output_modalities: tuple[Literal["text"]] | None = None


class Respond(Said, frozen=True):
    response: Manner = Manner()

    @property
    def is_quiet(self) -> bool:
        return self.response.output_modalities is not None


class Forget(Said, frozen=True):
    """`output_audio_buffer.clear`: what is not yet sent is not wanted any more."""


class Part(msgspec.Struct, frozen=True):
    type: Literal["input_text"]
    text: Annotated[str, Meta(min_length=1)]


class Item(msgspec.Struct, frozen=True):
    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    type: Literal["message"]
    role: Literal["user"]
    content: Annotated[list[Part], Meta(min_length=1, max_length=4)]


class Create(Said, frozen=True, kw_only=True):
    item: Item

    def event(self) -> Event:
        item = msgspec.to_builtins(self.item)
        return {"type": "conversation.item.create", "item": item, **super().event()}


class Delete(Said, frozen=True, kw_only=True):
    item_id: Id

    def event(self) -> Event:
        return {"type": "conversation.item.delete", "item_id": self.item_id, **super().event()}


class Truncate(Said, frozen=True, kw_only=True):
    item_id: Id
    audio_end_ms: Milliseconds
    content_index: Annotated[int, Meta(ge=0, le=16)] = 0

    def at(self, most_ms: int) -> Event:
        return {
            "type": "conversation.item.truncate",
            "item_id": self.item_id,
            "content_index": self.content_index,
            "audio_end_ms": min(self.audio_end_ms, most_ms),
            **super().event(),
        }


class Beat(Said, frozen=True):
    """Whether somebody is there: a browser cannot ask by a ping."""


class Played(Said, frozen=True, kw_only=True, gc=False):
    item_id: Id
    ms: Annotated[float, Meta(ge=0, le=24 * 3_600_000)]


SAYINGS: dict[str, type[Said]] = {
    "input_audio_buffer.commit": Commit,
    "input_audio_buffer.clear": Clear,
    "response.cancel": Cancel,
    "response.create": Respond,
    "output_audio_buffer.clear": Forget,
    "conversation.item.create": Create,
    "conversation.item.delete": Delete,
    "conversation.item.truncate": Truncate,
    "parley.beat": Beat,
    "parley.played": Played,
}

PLAYED = b'{"type":"parley.played"'  # as our page says it, several times a second

_deltas = msgspec.json.Decoder(Delta)
_played = msgspec.json.Decoder(Played)


def said(frame: Event) -> Said:
    """Raises InputRefused: not_allowed, bad_field."""
    kind = frame.get("type")
    saying = SAYINGS.get(kind) if isinstance(kind, str) else None
    if saying is None:
        raise InputRefused("not_allowed", "That is not said on this socket.")
    try:
        return msgspec.convert(frame, saying)
    except msgspec.ValidationError as error:
        raise InputRefused("bad_field", "A field is missing or not as it should be.") from error


def played_in(frame: bytes) -> Played | None:
    """What was played, said as our page does; None when it is another saying, or not as it should be."""
    if not frame.startswith(PLAYED):
        return None
    try:
        return _played.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def sound_of(event: bytes) -> Sound | None:
    """The sound in a provider's event; None when it is another event, or not to be read."""
    if event.find(MARK, 0, WITHIN) < 0:
        return None
    try:
        return _deltas.decode(event).sound()
    except (msgspec.DecodeError, ValueError):
        return None


def sound_in(event: Event) -> Sound | None:
    """The same for an event that was read already."""
    if event.get("type") not in SOUND:
        return None
    try:
        return msgspec.convert(event, Delta).sound()
    except (msgspec.ValidationError, ValueError):
        return None


def append(pcm: bytes) -> bytes:
    """The provider's event for the microphone's sound."""
    return APPEND % pybase64.b64encode(pcm)

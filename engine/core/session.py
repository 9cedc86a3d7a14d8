"""The session: client events and facts in, server events and orders out, and no I/O."""

from dataclasses import dataclass
from typing import Any

from engine.core import client_events, errors, g711, item_input, settings
from engine.core.config import RealtimeConfig, SessionConfig
from engine.core.conversation import Conversation
from engine.core.idling import Idling
from engine.core.ids import new_id
from engine.core.input_buffer import InputBuffer
from engine.core.listening import Listening
from engine.core.orders import DetectTurns, Order, Touch
from engine.core.outbox import Outbox, Send
from engine.core.playback import Cut, Playback
from engine.core.responses import Responses

CLIENT = "client"


@dataclass(frozen=True)
class Carrier:
    """What the transport does: `plays` means that the server owns the output buffer (WebRTC)."""

    plays: bool = False
    largest_event_bytes: int | None = None


class Session:
    def __init__(self, config: SessionConfig, carrier: Carrier, expires_at: int) -> None:
        self.id = new_id("sess")
        self.config = config
        self.outbox = Outbox()
        self.conversation = Conversation(self.outbox, carrier.largest_event_bytes)
        self.input = InputBuffer(self.outbox)
        self.playback = Playback(self.outbox) if carrier.plays else None
        self.responses = Responses(self.outbox, self.conversation, self.playback)
        self.listening = Listening(self)
        self.idling = Idling(self)
        self._expires_at = expires_at

    def start(self) -> None:
        self.outbox.send("session.created", session=self._echo())
        self.outbox.order(DetectTurns(settings.detection(self.config)))

    def drain(self) -> list[Send | Order]:
        self.idling.mind()
        return self.outbox.drain()

    def receive(self, text: str | bytes, ear: str = CLIENT) -> None:
        """One event of a client; what is wrong with it is answered to that ear alone."""
        event_id = None
        try:
            event = client_events.parse(text)
            event_id = event.get("event_id") if isinstance(event.get("event_id"), str) else None
            client_events.perform(self, event)
        except errors.ProtocolError as error:
            body = {**error.body(), "event_id": event_id}
            self.outbox.answer(ear, "error", error=body)

    def refuse(self, error: errors.ProtocolError) -> None:
        """Something went wrong that no client event asked for."""
        self.outbox.send("error", error={**error.body(), "event_id": None})

    # The verbs of the client events.

    def update(self, patch: dict[str, object]) -> None:
        updated = settings.update(self.config, patch)
        if self.responses.voice_locked and _voice(updated) != _voice(self.config):
            message = "Cannot update a conversation's voice if assistant audio is present."
            raise errors.ProtocolError(message, "cannot_update_voice", "session.audio.output.voice")
        before, self.config = settings.detection(self.config), updated
        self.outbox.send("session.updated", session=self._echo())
        self._touch()
        if settings.detection(updated) != before:
            self.listening.redetect()

    def append(self, audio: str) -> None:
        if self.playback:
            message = "Audio comes over the media track of this session."
            raise errors.ProtocolError(message, "invalid_event_for_transport", "type")
        sound = item_input.decode_audio(audio, "audio")
        self.listening.hear(g711.to_pcm(sound, self.config.audio.input.format))

    def commit(self) -> None:
        self._touch()
        self.listening.commit()

    def clear(self) -> None:
        self._touch()
        self.listening.clear()

    def create_item(self, wanted: dict[str, object], after: str | None) -> None:
        self._touch()
        item = item_input.read(wanted)
        self.conversation.create(item, after)
        if item.awaits_transcript:
            self.listening.transcribe(item)

    def retrieve_item(self, item_id: str) -> None:
        self.conversation.retrieve(item_id)

    def truncate_item(self, item_id: str, content_index: int, audio_end_ms: int) -> None:
        self.conversation.truncate(item_id, content_index, audio_end_ms)

    def delete_item(self, item_id: str) -> None:
        self.conversation.delete(item_id)
        self.responses.context_changed()

    def create_response(self, params: dict[str, object] | None) -> None:
        self._touch()
        if not isinstance(self.config, RealtimeConfig):
            message = "A transcription session gives no responses."
            raise errors.ProtocolError(message, "invalid_value", "type")
        self.responses.create(self.config, params)

    def cancel(self, response_id: str | None) -> None:
        self._touch()
        self.responses.cancel(response_id, "client_cancelled")

    def clear_output(self) -> None:
        """Silence; also where nothing plays, which stock clients ask for all the time."""
        if self.playback and self.playback.active:
            self._truncate(self.playback.clear())

    def interrupt(self) -> None:
        """The user speaks: stop playing and answering, keep what was heard."""
        playing = self.playback is not None and self.playback.active
        cuts = self.playback.clear() if self.playback and playing else []
        if self.responses.active:
            self.responses.cancel(None, "turn_detected")
        self._truncate(cuts)

    # What the world around reports; the rest of it goes straight to its half.

    def hear(self, pcm: bytes) -> None:
        """User audio from the track, 24 kHz mono PCM16."""
        self.listening.hear(pcm)

    def played(self, size: int) -> None:
        """So many bytes of the played audio were really sent."""
        if self.playback:
            self.playback.played(size)

    def expire(self) -> None:
        message = "Your session hit the maximum duration."
        self.refuse(errors.ProtocolError(message, "session_expired"))

    def _truncate(self, cuts: list[Cut]) -> None:
        for cut in cuts:
            if self.conversation.has(cut.item_id):
                self.conversation.truncate(cut.item_id, 0, cut.heard_ms)

    def _touch(self) -> None:
        self.outbox.order(Touch())

    def _echo(self) -> dict[str, Any]:
        kind = "realtime.session"
        if not isinstance(self.config, RealtimeConfig):
            kind = "realtime.transcription_session"
        own = {"id": self.id, "object": kind, "expires_at": self._expires_at}
        return {**settings.echo(self.config), **own}


def _voice(config: SessionConfig) -> object:
    return config.audio.output.voice if isinstance(config, RealtimeConfig) else None

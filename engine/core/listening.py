"""The hearing half of a session: from audio and speech facts to items with words."""

from typing import TYPE_CHECKING

from engine.core import errors, hints, settings, usage
from engine.core.config import RealtimeConfig
from engine.core.items import Item, user_audio
from engine.core.orders import (
    CloseUtterance,
    DetectTurns,
    DropTurn,
    DropUtterance,
    Listen,
    OpenUtterance,
    Touch,
    Transcribe,
)

if TYPE_CHECKING:
    from engine.core.session import Session

TRANSCRIPTION = "conversation.item.input_audio_transcription"


class Listening:
    def __init__(self, session: "Session") -> None:
        self._session = session
        self._outbox = session.outbox
        self._input = session.input
        self._conversation = session.conversation
        # By item: the words that the client has in deltas already.
        self._told: dict[str, str] = {}

    def hear(self, pcm: bytes) -> None:
        """User audio, 24 kHz mono PCM16, from an append or from the track."""
        finds_turns = self._session.config.audio.input.turn_detection is not None
        self._input.append(pcm, finds_turns)
        if self._client_says_when and not self._input.speaking:
            item_id, at_ms = self._input.open_turn()
            self._outbox.order(OpenUtterance(item_id, at_ms, self._hints, queued=True))
        self._outbox.order(Listen(pcm))

    def redetect(self) -> None:
        """The turn detection changed; a turn in progress is kept unless it was switched off."""
        detection = settings.detection(self._session.config)
        if detection is None:
            self._drop_utterance()
            self._input.forget()
        self._outbox.order(DetectTurns(detection))

    def speech_started(self, at_ms: int) -> None:
        item_id = self._input.speech_started(at_ms)
        if item_id is None:
            return
        self._session.responses.last = None
        self._outbox.order(Touch())
        self._outbox.order(OpenUtterance(item_id, at_ms, self._hints))
        if self._answers("interrupt_response"):
            self._session.interrupt()

    def speech_stopped(self, at_ms: int) -> None:
        item_id = self._input.turn_item_id
        pcm = self._input.speech_stopped(at_ms)
        if item_id is None or pcm is None:
            return
        self._outbox.order(Touch())
        self._commit(item_id, pcm)
        self._outbox.order(CloseUtterance(item_id))
        if self._answers("create_response"):
            self._respond()

    def take_silence(self, since_ms: int) -> None:
        """The user has said nothing for too long: that is committed, and answered."""
        item_id, pcm = self._input.timed_out(since_ms)
        self._commit(item_id, pcm)
        if self._answers("create_response"):
            self._respond()
        self.transcript(item_id, "", understood=True)

    def commit(self) -> None:
        """The client's own commit: an item, but no response."""
        found = self._input.turn_item_id is not None
        item_id, pcm = self._input.commit()
        item = self._commit(item_id, pcm)
        if found:
            self._outbox.order(CloseUtterance(item_id, queued=True))
            self._outbox.order(DropTurn())
        else:
            self.transcribe(item)

    def clear(self) -> None:
        self._drop_utterance()
        self._input.clear()
        self._outbox.order(DropTurn())

    def transcribe(self, item: Item) -> None:
        part = item.audio_part()
        self._outbox.order(Transcribe(item.id, part.audio if part else b"", self._hints))

    def heard_so_far(self, item_id: str, text: str) -> None:
        """What the transcript of the turn in progress will begin with."""
        told = self._told.get(item_id, "")
        if item_id != self._input.turn_item_id or not self._writes_down or text == told:
            return
        self._told[item_id] = text
        self._tell_more(item_id, text.removeprefix(told))

    def transcript(self, item_id: str, text: str, understood: bool) -> None:
        told = self._told.pop(item_id, "")
        item = self._settle(item_id, text, understood)
        if item and self._writes_down:
            if more := text.removeprefix(told):
                self._tell_more(item_id, more)
            part = item.audio_part()
            spent = usage.transcription_usage(part.audio_ms if part else 0)
            self._outbox.send(
                f"{TRANSCRIPTION}.completed",
                item_id=item_id,
                content_index=0,
                transcript=text,
                usage=spent,
            )
        self._session.responses.context_changed()

    def transcription_failed(self, item_id: str, code: str, message: str) -> None:
        self._told.pop(item_id, None)
        if self._settle(item_id, None, understood=False) and self._writes_down:
            # Stock clients do not know the event when a member is null: `param` stays out.
            error = {"type": "transcription_error", "code": code, "message": message}
            self._outbox.send(
                f"{TRANSCRIPTION}.failed", item_id=item_id, content_index=0, error=error
            )
        self._session.responses.context_changed()

    def _tell_more(self, item_id: str, delta: str) -> None:
        self._outbox.send(f"{TRANSCRIPTION}.delta", item_id=item_id, content_index=0, delta=delta)

    def _commit(self, item_id: str, pcm: bytes) -> Item:
        self._input.committed(item_id, self._conversation.last_id)
        item = user_audio(item_id, pcm)
        self._conversation.add(item)
        self._conversation.finish(item)
        return item

    def _settle(self, item_id: str, text: str | None, understood: bool) -> Item | None:
        """Give the item its words; None when it was deleted meanwhile."""
        if not self._conversation.has(item_id):
            return None
        item = self._conversation.find(item_id)
        item.awaits_transcript, item.understood = False, understood
        if part := item.audio_part():
            part.transcript = text
        return item

    def _respond(self) -> None:
        config = self._session.config
        if not isinstance(config, RealtimeConfig):
            return
        try:
            self._session.responses.create(config, None)
        except errors.ProtocolError as error:
            self._session.refuse(error)

    def _answers(self, setting: str) -> bool:
        """Whether the turn detection does this; in a transcription session there is no answer."""
        config = self._session.config
        if not isinstance(config, RealtimeConfig):
            return False
        return bool(getattr(config.audio.input.turn_detection, setting, False))

    @property
    def _client_says_when(self) -> bool:
        """It writes down and finds no turns: words are told along all the same."""
        config = self._session.config
        is_call = isinstance(config, RealtimeConfig)
        return not is_call and config.audio.input.turn_detection is None

    @property
    def _hints(self) -> tuple[str, ...]:
        return hints.likely(self._session.config, self._conversation.items)

    @property
    def _writes_down(self) -> bool:
        return self._session.config.audio.input.transcription is not None

    def _drop_utterance(self) -> None:
        if item_id := self._input.turn_item_id:
            self._told.pop(item_id, None)
            self._outbox.order(DropUtterance(item_id, queued=self._client_says_when))

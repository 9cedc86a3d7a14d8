"""The user's audio on its way to becoming an item, and the turn that is found in it."""

from engine.core import errors
from engine.core.ids import new_id
from engine.core.outbox import Outbox
from engine.core.pcm import byte_offset, milliseconds

SHORTEST_COMMIT_MS = 100
LONGEST_KEPT_MS = 10 * 60 * 1000
# More than any prefix padding, so that a turn's start is still here when it is found.
KEPT_BETWEEN_TURNS_MS = 5_000

# (state, fact) -> state; a fact that is not listed is late or doubled and changes nothing.
TURN = {
    ("waiting", "started"): "speaking",
    ("speaking", "stopped"): "waiting",
    ("speaking", "cleared"): "waiting",
    ("speaking", "committed"): "waiting",
}


class InputBuffer:
    """Times are milliseconds since the first audio of the session."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._audio = bytearray()
        self._first_ms = 0
        self._turn = "waiting"
        self._item_id: str | None = None
        self._start_ms = 0

    @property
    def speaking(self) -> bool:
        return self._turn == "speaking"

    @property
    def turn_item_id(self) -> str | None:
        return self._item_id if self.speaking else None

    @property
    def end_ms(self) -> int:
        return self._first_ms + milliseconds(self._audio)

    def append(self, pcm: bytes, finds_turns: bool) -> None:
        self._audio += pcm
        if self.speaking or not finds_turns:
            self._drop_before(self.end_ms - LONGEST_KEPT_MS)
        else:
            self._drop_before(self.end_ms - KEPT_BETWEEN_TURNS_MS)

    def speech_started(self, at_ms: int) -> str | None:
        """The id of the item to come, or None where a turn is already on."""
        if not self._move("started"):
            return None
        self._item_id, self._start_ms = new_id("item"), max(at_ms, self._first_ms)
        self._outbox.send(
            "input_audio_buffer.speech_started",
            audio_start_ms=at_ms,
            item_id=self._item_id,
        )
        return self._item_id

    def open_turn(self) -> tuple[str, int]:
        """A turn that the client will commit, from the first audio that is kept: (item id, start)."""
        self._move("started")
        self._item_id, self._start_ms = new_id("item"), self._first_ms
        return self._item_id, self._start_ms

    def speech_stopped(self, at_ms: int) -> bytes | None:
        """The audio of the turn, or None where no turn was on."""
        if not self._move("stopped"):
            return None
        self._outbox.send(
            "input_audio_buffer.speech_stopped", audio_end_ms=at_ms, item_id=self._item_id
        )
        return self._take(self._start_ms, at_ms)

    def timed_out(self, since_ms: int) -> tuple[str, bytes]:
        """The silence since then as (item id, audio), as far as it is still here."""
        item_id, end_ms = new_id("item"), self.end_ms
        self._outbox.send(
            "input_audio_buffer.timeout_triggered",
            audio_start_ms=since_ms,
            audio_end_ms=end_ms,
            item_id=item_id,
        )
        return item_id, self._take(since_ms, end_ms)

    def commit(self) -> tuple[str, bytes]:
        """The whole buffer as (item id, audio), at the client's word."""
        held_ms = milliseconds(self._audio)
        if held_ms < SHORTEST_COMMIT_MS:
            message = (
                "Error committing input audio buffer: buffer too small. "
                f"Expected at least {SHORTEST_COMMIT_MS}ms of audio, "
                f"but buffer only has {held_ms:.2f}ms of audio."
            )
            raise errors.ProtocolError(message, "input_audio_buffer_commit_empty")
        item_id = self.turn_item_id or new_id("item")
        start_ms = self._start_ms if self.speaking else self._first_ms
        self._move("committed")
        return item_id, self._take(start_ms, self.end_ms)

    def committed(self, item_id: str, previous_item_id: str | None) -> None:
        self._outbox.send(
            "input_audio_buffer.committed", previous_item_id=previous_item_id, item_id=item_id
        )

    def clear(self) -> None:
        self.forget()
        self._outbox.send("input_audio_buffer.cleared")

    def forget(self) -> None:
        """Drop the audio and the turn in progress without a word."""
        self._move("cleared")
        self._drop_before(self.end_ms)

    def _move(self, fact: str) -> bool:
        state = TURN.get((self._turn, fact))
        self._turn = state or self._turn
        return state is not None

    def _take(self, start_ms: int, end_ms: int) -> bytes:
        start = byte_offset(max(start_ms - self._first_ms, 0))
        pcm = bytes(self._audio[start : byte_offset(end_ms - self._first_ms)])
        self._drop_before(end_ms)
        return pcm

    def _drop_before(self, ms: int) -> None:
        ms = min(ms, self.end_ms)
        if ms > self._first_ms:
            del self._audio[: byte_offset(ms - self._first_ms)]
            self._first_ms = ms

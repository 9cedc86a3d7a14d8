"""How long the user may be silent after an answer, where the turn detection has a limit for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.core.audio_config import ServerVad
from engine.core.orders import AwaitSpeech

if TYPE_CHECKING:
    from engine.core.session import Session


@dataclass(frozen=True)
class Wait:
    """After which answer, and for how long from now on."""

    response_id: str
    after_ms: int


class Idling:
    def __init__(self, session: "Session") -> None:
        self._session = session
        self._wait: Wait | None = None
        self._since_ms = 0

    def mind(self) -> None:
        """Asks for the timer that the session's state wants, when that has changed."""
        wanted = self._wanted()
        if wanted == self._wait:
            return
        self._wait = wanted
        self._since_ms = self._session.input.end_ms
        self._session.outbox.order(AwaitSpeech(wanted.after_ms if wanted else None))

    def timed_out(self) -> None:
        """Nobody spoke for that long: the silence is a turn of its own."""
        if self._wait is None or self._wanted() != self._wait:
            return
        self._session.responses.last = None
        self._session.listening.take_silence(self._since_ms)

    def _wanted(self) -> Wait | None:
        session = self._session
        vad, last = session.config.audio.input.turn_detection, session.responses.last
        if not isinstance(vad, ServerVad) or vad.idle_timeout_ms is None or last is None:
            return None
        playing = session.playback is not None and session.playback.active
        if playing or session.input.speaking or session.responses.active:
            return None
        # On a WebSocket the client plays: it needs as long as the answer's sound lasts.
        left_ms = 0 if session.playback else last.audio_ms
        return Wait(last.id, vad.idle_timeout_ms + left_ms)

"""What the server's own output buffer (WebRTC) has played, of which answer."""

from collections import deque
from dataclasses import dataclass

from engine.core.orders import ClearOutput, Play
from engine.core.outbox import Outbox
from engine.core.pcm import BYTES_PER_MS

# What left us is still in the browser's jitter buffer for this long (measured 30-74 ms).
IN_FLIGHT_MS = 50


@dataclass
class Stretch:
    """Queued audio of one item; counts are bytes of 24 kHz PCM."""

    response_id: str
    item_id: str
    queued: int = 0
    played: int = 0

    @property
    def left(self) -> int:
        return self.queued - self.played


@dataclass(frozen=True)
class Cut:
    """An item that was not heard to its end."""

    item_id: str
    heard_ms: int


class Playback:
    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._stretches: deque[Stretch] = deque()
        self._audible: str | None = None
        self._finished: set[str] = set()

    def queue(self, response_id: str, item_id: str, pcm: bytes) -> None:
        if not self._stretches or self._stretches[-1].item_id != item_id:
            self._stretches.append(Stretch(response_id, item_id))
        self._stretches[-1].queued += len(pcm)
        self._outbox.order(Play(pcm))

    def played(self, size: int) -> None:
        """So many bytes of what was queued were really sent."""
        while size and (stretch := self._next()):
            self._start(stretch.response_id)
            step = min(size, stretch.left)
            stretch.played += step
            size -= step
            self._settle()
        self._settle()

    def finished(self, response_id: str) -> None:
        """The response is done: when its sound is out, it has stopped."""
        if any(stretch.response_id == response_id for stretch in self._stretches):
            self._finished.add(response_id)
            self._settle()

    def clear(self) -> list[Cut]:
        """Silence now; the items that were cut short, in order."""
        cuts = [
            Cut(stretch.item_id, _heard_ms(stretch)) for stretch in self._stretches if stretch.left
        ]
        self._outbox.order(ClearOutput())
        silenced = self._audible or (self._stretches[0].response_id if cuts else None)
        self._stretches.clear()
        self._audible = None
        if silenced:
            self._outbox.send("output_audio_buffer.cleared", response_id=silenced)
        return cuts

    @property
    def active(self) -> bool:
        return self._audible is not None or any(stretch.left for stretch in self._stretches)

    def _next(self) -> Stretch | None:
        return next((stretch for stretch in self._stretches if stretch.left), None)

    def _start(self, response_id: str) -> None:
        if self._audible == response_id:
            return
        self._stop()
        self._audible = response_id
        self._outbox.send("output_audio_buffer.started", response_id=response_id)

    def _settle(self) -> None:
        """Forget what is played to the end, once its response cannot add to it."""
        while self._stretches and not self._stretches[0].left:
            if self._stretches[0].response_id not in self._finished:
                return
            response_id = self._stretches.popleft().response_id
            if all(stretch.response_id != response_id for stretch in self._stretches):
                self._finished.discard(response_id)
                self._stop()

    def _stop(self) -> None:
        if self._audible:
            self._outbox.send("output_audio_buffer.stopped", response_id=self._audible)
        self._audible = None


def _heard_ms(stretch: Stretch) -> int:
    return max(stretch.played // BYTES_PER_MS - IN_FLIGHT_MS, 0)

"""How far an answer's sound may run ahead of what the browser has played. No I/O."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import msgspec

from chat.realtime.audio_relay_wire import BYTES_A_MS, FRAME_BYTES, Sound

SAMPLE_BYTES = 2
AHEAD_BYTES = 2_000 * BYTES_A_MS
MOST_WAITING_BYTES = 4 * 1024 * 1024
ITEMS_KEPT = 64


@dataclass(slots=True)
class Item:
    """In bytes: what was sent of it, and what of that is not played yet."""

    id: str
    response_id: str
    content_index: int
    sent: int = 0
    unplayed: int = 0
    is_dropped: bool = False
    rest: bytes = b""


class Playout:
    """Feed it sound and positions; `due` gives the frames that may go, each item announced first.

    Frames are whole multiples of `grain` bytes, but for an item's last.
    """

    __slots__ = ("_announced", "_grain", "_items", "_unplayed", "waiting", "waiting_bytes")

    def __init__(self, grain: int = SAMPLE_BYTES) -> None:
        self._grain = grain
        self.waiting: deque[tuple[Item, bytes]] = deque()
        self._items: dict[str, Item] = {}
        self._announced: Item | None = None
        self._unplayed = 0
        self.waiting_bytes = 0

    @property
    def is_full(self) -> bool:
        return self.waiting_bytes >= MOST_WAITING_BYTES

    def add(self, sound: Sound) -> None:
        item = self._items.get(sound.item_id) or self._begun(sound)
        if item.is_dropped:
            return
        pcm = item.rest + sound.pcm if item.rest else sound.pcm
        if over := len(pcm) % self._grain:  # a sample, or a packet's sound, is never torn
            pcm, item.rest = pcm[:-over], pcm[-over:]
        else:
            item.rest = b""
        for at in range(0, len(pcm), FRAME_BYTES):
            self.waiting.append((item, pcm[at : at + FRAME_BYTES]))
        self.waiting_bytes += len(pcm)

    def whole(self, item_id: str) -> None:
        """Nothing more comes of it: said behind its last frame, for the browser cannot know."""
        item = self._items.get(item_id)
        if item is None or item.is_dropped:
            return
        rest, item.rest = item.rest, b""
        if len(rest) >= SAMPLE_BYTES:
            pcm = rest[: len(rest) // SAMPLE_BYTES * SAMPLE_BYTES]
            self.waiting.append((item, pcm))
            self.waiting_bytes += len(pcm)
        self.waiting.append((item, b""))

    def due(self) -> str | bytes | None:
        """The next frame: bytes are sound, a text says of which item, or that it has no more."""
        if not self.waiting:
            return None
        item, pcm = self.waiting[0]
        if not pcm:
            self.waiting.popleft()
            return _said("parley.audio_done", item)
        size = len(pcm)
        if self._unplayed + size > AHEAD_BYTES:
            return None
        if item is not self._announced:
            self._announced = item
            return _said("parley.audio", item)
        self.waiting.popleft()
        self.waiting_bytes -= size
        item.sent += size
        item.unplayed += size
        self._unplayed += size
        return pcm

    def played(self, item_id: str, ms: float) -> None:
        """What was played of it; those before it are played, or were left out."""
        item = self._items.get(item_id)
        if item is None:
            return
        for before in list(self._items.values()):
            if before is item:
                break
            self._settle(before, 0)
        self._settle(item, max(0, item.sent - int(ms * BYTES_A_MS)))

    def sent_ms(self, item_id: str) -> int | None:
        """None when nothing of that item was ever heard."""
        item = self._items.get(item_id)
        return None if item is None else item.sent // BYTES_A_MS

    def forget(self, item_id: str) -> None:
        """The browser plays no more of it, and wants no more."""
        if item := self._items.get(item_id):
            self._settle(item, 0)
            self._drop({item_id})

    def forget_all(self) -> None:
        for item in self._items.values():
            self._settle(item, 0)
        self._drop(set(self._items))

    def cancelled(self, response_id: str) -> None:
        """What was sent of it may still be played, and will be said when it is."""
        self._drop({one.id for one in self._items.values() if one.response_id == response_id})

    def _begun(self, sound: Sound) -> Item:
        item = Item(sound.item_id, sound.response_id, sound.content_index)
        self._items[sound.item_id] = item
        while len(self._items) > ITEMS_KEPT:
            oldest = next(iter(self._items.values()))
            self._settle(oldest, 0)
            self._drop({oldest.id})
            del self._items[oldest.id]
        return item

    def _settle(self, item: Item, unplayed: int) -> None:
        unplayed = min(unplayed, item.unplayed)
        self._unplayed -= item.unplayed - unplayed
        item.unplayed = unplayed

    def _drop(self, item_ids: set[str]) -> None:
        kept: deque[tuple[Item, bytes]] = deque()
        for item, pcm in self.waiting:
            if item.id in item_ids:
                self.waiting_bytes -= len(pcm)
            else:
                kept.append((item, pcm))
        self.waiting = kept
        for item_id in item_ids:
            self._items[item_id].is_dropped = True


def _said(kind: str, item: Item) -> str:
    said = {"type": kind, "item_id": item.id, "content_index": item.content_index}
    return msgspec.json.encode(said).decode()

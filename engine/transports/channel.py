"""The client's data channel: events as JSON texts, kept until it is open."""

import json
import logging
import re

from aiortc.rtcdatachannel import RTCDataChannel

from engine.core.outbox import Event

logger = logging.getLogger(__name__)
# What a client takes that does not say so (RFC 8841).
LARGEST_EVENT_BYTES = 65_536
MOST_WAITING_EVENTS = 1_000
_MAX_MESSAGE_SIZE = re.compile(r"^a=max-message-size:(\d{1,10})\s*$", re.MULTILINE)


def largest_event(offer: str) -> int:
    """Bytes that the client of this offer takes in one message."""
    found = _MAX_MESSAGE_SIZE.search(offer)
    return int(found[1]) if found else LARGEST_EVENT_BYTES


class Channel:
    def __init__(self) -> None:
        self._channel: RTCDataChannel | None = None
        self._waiting: list[str] = []

    def open(self, channel: RTCDataChannel) -> None:
        """The first one counts, whatever its label; what has waited goes out."""
        self._channel = channel
        waiting, self._waiting = self._waiting, []
        for text in waiting:
            self._put(channel, text)

    def send(self, event: Event) -> None:
        text = json.dumps(event, separators=(",", ":"))
        if self._channel and self._channel.readyState == "open":
            self._put(self._channel, text)
        elif self._channel is None and len(self._waiting) < MOST_WAITING_EVENTS:
            self._waiting.append(text)

    def _put(self, channel: RTCDataChannel, text: str) -> None:
        try:
            channel.send(text)
        except ValueError:
            logger.warning("an event of %d characters is too large for its client", len(text))

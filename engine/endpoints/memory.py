"""The conversations of the last responses, so that one can follow another."""

from collections import OrderedDict
from typing import Any

import msgspec

from engine.core.errors import ProtocolError

MOST_RESPONSES = 200
# Images are part of a conversation, and it is kept with each of its responses.
MOST_BYTES = 32 * 1024 * 1024

Items = list[dict[str, Any]]


class Memory:
    """The oldest are forgotten, by number and by size."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def keep(self, response_id: str, items: Items) -> None:
        kept = msgspec.json.encode(items)
        self._kept[response_id] = kept
        self._bytes += len(kept)
        while len(self._kept) > MOST_RESPONSES or self._bytes > MOST_BYTES:
            _, forgotten = self._kept.popitem(last=False)
            self._bytes -= len(forgotten)

    def recall(self, response_id: str | None) -> Items:
        if response_id is None:
            return []
        kept = self._kept.get(response_id)
        if kept is None:
            message = f"Previous response with id '{response_id}' not found."
            code = "previous_response_not_found"
            raise ProtocolError(message, code, "previous_response_id")
        items: Items = msgspec.json.decode(kept)
        return items

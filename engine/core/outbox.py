"""Collects, in order, what the core wants sent and done; the transport's side drains it."""

from dataclasses import dataclass
from typing import Any

from engine.core.ids import new_id
from engine.core.orders import Order

Event = dict[str, Any]


@dataclass(frozen=True)
class Send:
    """A server event; `only_to` names the ear that caused it, None means all."""

    event: Event
    only_to: str | None = None


class Outbox:
    def __init__(self) -> None:
        self._pending: list[Send | Order] = []

    def send(self, kind: str, **fields: object) -> None:
        self._pending.append(Send({"type": kind, "event_id": new_id("event"), **fields}))

    def answer(self, ear: str, kind: str, **fields: object) -> None:
        """An event for one ear alone: a refusal is nobody else's business."""
        event = {"type": kind, "event_id": new_id("event"), **fields}
        self._pending.append(Send(event, ear))

    def order(self, order: Order) -> None:
        self._pending.append(order)

    def drain(self) -> list[Send | Order]:
        pending, self._pending = self._pending, []
        return pending

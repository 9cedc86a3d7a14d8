"""How soon a fast tool's output is with the provider, once its call is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from playwright.sync_api import Browser

from tests.bench.figures import Figure
from tests.live.parley import Parley
from tests.live.person import Person

EMAIL = "alice@example.com"
CALLS_OF_A_RUN = 10
STORED = "SELECT created_at FROM chat_toolcall WHERE call_id = ?"
OUTPUT_AT = "call => instruments.log.outputs[call] ?? 0"


def recorded_to_output(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """From the moment that the row of the call bears to the provider's word that it has its output."""
    person = Person(browser, parley, EMAIL)
    person.new_conversation()
    person.talk()
    found = [_took_ms(person) for _ in range(CALLS_OF_A_RUN * times)]
    person.leave()
    name = "a fast tool: call recorded to output at the provider, p95"
    return [Figure(name, found[1:], 50, judge=_p95)]


def _took_ms(person: Person) -> float:
    call_id = f"call_{uuid4().hex[:8]}"
    call = {"type": "function_call", "name": "get_current_time", "call_id": call_id}
    item = {**call, "arguments": '{"timezone": "Asia/Tokyo"}'}
    event = {"type": "conversation.item.create", "item": item}
    person.page.evaluate("event => instruments.tell(event)", event)
    person.wait_until(lambda: person.page.evaluate(OUTPUT_AT, call_id))
    there_at = float(person.page.evaluate(OUTPUT_AT, call_id))
    (row,) = person.parley.rows(STORED, call_id)
    stored_at = datetime.fromisoformat(row["created_at"]).replace(tzinfo=UTC)
    return there_at - stored_at.timestamp() * 1000


def _p95(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) * 95 // 100]

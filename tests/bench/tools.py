"""How soon a fast tool's output is with the provider, once its call is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from tests.bench.figures import Figure
from tests.bench.visiting import log_ins, new_conversation, post, scripted, visitor
from tests.chat import said
from tests.fakes.calls import FakeCall
from tests.fakes.provider import FakeProvider
from tests.live.parley import Parley

CALLS = 60
OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"
ARGUMENTS = '{"timezone": "Asia/Tokyo"}'
STORED = "SELECT created_at FROM chat_toolcall WHERE call_id = ?"


def recorded_to_output() -> list[Figure]:
    """From the moment that the row of the call bears to its output's arrival at the provider."""
    with scripted(CALL_SETUP="server") as (parley, fake):
        found = asyncio.run(_calls(parley, fake))
    name = "a fast tool: call recorded to output at the provider, p95"
    return [Figure(name, found, 50, judge=_p95)]


async def _calls(parley: Parley, fake: FakeProvider) -> list[float]:
    """Of a call that the server hears by itself, as with `CALL_SETUP=server`; in milliseconds."""
    (login,) = log_ins(parley, 1)
    async with visitor(parley, login) as http:
        conversation = await new_conversation(http)
        wish = {"client_id": str(uuid4()), "device": str(uuid4()), "microphone": True}
        grant = await post(http, conversation, "sessions", wish)
        await post(http, conversation, f"sessions/{grant['session']}/offer", {"sdp": OFFER})
        (call,) = fake.calls.values()
        call.answers_at_once = True
        await call.hears("session.update")
        # The first one pays for what is loaded when it is first needed.
        return [await _took_ms(parley, call, f"call_{number}") for number in range(CALLS)][1:]


async def _took_ms(parley: Parley, call: FakeCall, call_id: str) -> float:
    item = said.call(f"item_{call_id}", ARGUMENTS, call_id=call_id)
    call.happens_soon(said.done(item))
    await call.hears("conversation.item.create")
    there_at = datetime.now(UTC)
    (row,) = parley.rows(STORED, call_id)
    stored_at = datetime.fromisoformat(row["created_at"]).replace(tzinfo=UTC)
    return (there_at - stored_at).total_seconds() * 1000


def _p95(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) * 95 // 100]

"""Forged transcripts over a real socket: not one of 500 beats what the server has heard."""

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import Conversation, RealtimeSession, User
from chat.realtime import hearing
from tests.chat import said
from tests.chat.consumers.conftest import Opens
from tests.chat.ear import rows
from tests.chat.tab import Tab

pytestmark = pytest.mark.django_db(transaction=True)

FORGED = "I never said this"
ITEMS = 25
overhear = stored(hearing.overhear)
heard_of = stored(rows)

TRUE = [
    event
    for number in range(ITEMS)
    for event in [
        *said.spoken_question(f"u{number}"),
        said.heard(f"u{number}", f"Question {number}"),
        *said.whole_answer(f"a{number}", f"Answer {number}", f"u{number}"),
    ]
]
# Ten an item and a turn.
CLAIMS = [
    claim
    for number in range(ITEMS)
    for item in (f"u{number}", f"a{number}")
    for claim in [
        said.heard(item, FORGED),
        said.spoken(item, FORGED),
        said.added(said.user_text(item, FORGED)),
        said.done(said.user_text(item, FORGED)),
        said.added(said.answer(item, FORGED, "completed")),
        said.done(said.answer(item, FORGED, "completed")),
        said.done(said.answer(item, FORGED, "incomplete")),
        said.added(said.call(item, FORGED, name=FORGED)),
        said.truncated(item, 1),
        said.deleted(item),
    ]
]


@pytest.mark.parametrize("first", ["claims", "server"])
async def test_none_of_500_beats_what_the_server_heard(
    alice: User,
    conversation: Conversation,
    session: RealtimeSession,
    open_tab: Opens,
    first: str,
) -> None:
    tab = await open_tab(alice)
    if first == "server":
        await overhear(session.pk, TRUE)
    await forge(tab, session)
    if first == "claims":
        await overhear(session.pk, TRUE)
    found = await heard_of(conversation)
    assert {row.captured_by for row in found} == {"server"}
    assert {row.content for row in found} == {
        f"{kind} {number}" for kind in ("Question", "Answer") for number in range(ITEMS)
    }


async def forge(tab: Tab, session: RealtimeSession) -> None:
    assert len(CLAIMS) == 500
    for start in range(0, len(CLAIMS), 100):
        batch = [{"n": n + 1, "event": CLAIMS[n]} for n in range(start, start + 100)]
        answer = await tab.asks("relay", "ack", session=session.pk, events=batch)
        assert answer["through"] == start + 100

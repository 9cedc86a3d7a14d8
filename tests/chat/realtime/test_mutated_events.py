"""Spoiled events by both ears: each is kept or refused by a named reason, and the ledger stays whole."""

import json
from collections import Counter

import pytest

from chat.errors import Refusal
from chat.json_input import MAX_BYTES, parse
from chat.models import Conversation, RealtimeSession, ToolCall
from chat.realtime import frames, hearing
from chat.services import thread
from tests.chat import recordings
from tests.chat.ear import Ear, faults, rows
from tests.chat.mutations import mutated
from tests.effort import runs

pytestmark = pytest.mark.django_db

EVENTS = runs(quick=400, thorough=10_000)
# docs/tab-socket.md; an event of a size that no frame has is refused on the provider's socket alike.
NAMED = {"not_json", "not_an_object", "too_large", "too_deep", "bad_text", "bad_number"}
NAMED |= {"unknown_type", "bad_field", "conversation_full"}


@pytest.fixture(autouse=True)
def room_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "MAX_MESSAGES", 200)


@pytest.fixture
def spoiled(conversation: Conversation, ear: Ear, foreign_session: RealtimeSession) -> list[str]:
    """Ids in them are of rows of this conversation and of another's."""
    for of in (ear, Ear(foreign_session)):
        of.hears(*recordings.received("tool-turn"))
    there = [*rows(conversation), *rows(foreign_session.conversation)]
    ids = [item for row in there for item in (row.item_id or "", row.own_item_id)]
    calls = [call.pk.hex for call in ToolCall.objects.all()]
    return list(mutated(EVENTS, [*ids, *calls, "call_1"], seed=4))


def test_by_the_browser(conversation: Conversation, ear: Ear, spoiled: list[str]) -> None:
    refused = Counter(code for text in spoiled for code in relayed(ear, text))
    judge(refused, conversation)
    ear.session.refresh_from_db()
    assert ear.session.relayed_through == ear.last


def test_by_the_server(conversation: Conversation, ear: Ear, spoiled: list[str]) -> None:
    refused = Counter(code for text in spoiled for code in overheard(ear, text))
    judge(refused, conversation)


def test_when_nothing_has_looked_at_them_before(
    conversation: Conversation, ear: Ear, spoiled: list[str]
) -> None:
    """What Python's own parser lets through: NUL, NaN, lone surrogates, any depth."""
    refused: Counter[str] = Counter()
    for text in spoiled:
        for event in unchecked(text):
            refused.update(code_of for _, code_of in codes(ear.overhears(event)))
    judge(refused, conversation)


def test_another_s_rows_stay_as_they_are(
    foreign_session: RealtimeSession, ear: Ear, spoiled: list[str]
) -> None:
    before = list(foreign_session.conversation.messages.in_order().values())
    for text in spoiled[:2_000]:
        overheard(ear, text)
        relayed(ear, text)
    assert list(foreign_session.conversation.messages.in_order().values()) == before


def judge(refused: Counter[str], conversation: Conversation) -> None:
    named = sum(count for code, count in refused.items() if code in NAMED)
    assert named >= 0.95 * refused.total()
    assert refused.total() > EVENTS // 5
    assert faults(conversation) == []


def relayed(ear: Ear, text: str) -> list[str]:
    """As a tab sends it; the codes of what is refused."""
    number = ear.last + 1
    events = f'[{{"n": {number}, "event": {text}}}]'
    frame = f'{{"type": "relay", "session": "{ear.session.pk}", "events": {events}}}'
    try:
        batch = relay(frame)
    except Refusal as refusal:
        return [refusal.code]
    ear.last += 1
    heard = ear.reports(batch)
    assert heard.through == number
    return [code for _, code in codes(heard)]


def relay(frame: str) -> list[hearing.Numbered]:
    decoded = frames.decode(frame)
    assert isinstance(decoded, frames.Relay)
    return [(one.n, one.event) for one in decoded.events]


def overheard(ear: Ear, text: str) -> list[str]:
    try:
        event = parse(text, MAX_BYTES)
    except Refusal as refusal:
        return [refusal.code]
    return [code for _, code in codes(ear.overhears(event))]


def unchecked(text: str) -> list[dict[str, object]]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [found] if isinstance(found, dict) else []


def codes(heard: hearing.Heard) -> list[tuple[int, str]]:
    return [(number, refusal.code) for number, refusal in heard.refused]

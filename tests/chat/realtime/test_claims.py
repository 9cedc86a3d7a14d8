"""A person names so many calls in a minute; others are not touched by it."""

import pytest

from chat.errors import Refusal
from chat.realtime import claims
from chat.realtime.claims import CLAIMS_A_MINUTE, Claims


def test_so_many_claims_are_heard_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Claims()
    for _ in range(CLAIMS_A_MINUTE):
        made.note(1)
    with pytest.raises(Refusal, match="too_many_claims"):
        made.note(1)
    made.note(2)
    monkeypatch.setattr(claims, "MINUTE_S", 0.0)
    made.note(1)


def test_it_remembers_only_so_many_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "MAX_PEOPLE", 3)
    made = Claims()
    for user_id in range(10):
        made.note(user_id)
    assert len(made._at) == 3

"""Words for those who review."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import RealtimeSession
from chat.templatetags import review

EndReason = RealtimeSession.EndReason


def test_every_end_and_every_transport_has_words() -> None:
    assert review.END_REASONS.keys() == set(EndReason)
    assert review.TRANSPORTS.keys() == set(RealtimeSession.Transport)


def test_a_call_that_goes_on_has_not_ended() -> None:
    assert review.end_reason(RealtimeSession()) == "Going on"


@pytest.mark.parametrize(("seconds", "words"), [(7, "0:07"), (248, "4:08"), (3727, "1:02:07")])
def test_a_call_s_length_is_said_shortly(seconds: int, words: str) -> None:
    now = timezone.now()
    call = RealtimeSession(started_at=now - timedelta(seconds=seconds), ended_at=now)
    assert review.lasted(call) == words

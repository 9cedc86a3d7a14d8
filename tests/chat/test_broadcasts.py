"""A hint that cannot be sent costs nothing but the hint."""

from uuid import uuid4

import pytest

from chat import broadcasts
from chat.models import Conversation, User
from chat.services import messages

pytestmark = pytest.mark.django_db(transaction=True)


class Away:
    """A channel layer whose Redis is away."""

    async def group_send(self, group: str, message: object) -> None:
        raise ConnectionError("Redis is away")


@pytest.fixture(autouse=True)
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasts, "get_channel_layer", Away)
    monkeypatch.setattr(broadcasts, "lost", broadcasts._Lost())
    monkeypatch.setattr(broadcasts, "_web_loop", None)


def test_a_write_goes_on_and_what_was_lost_is_counted(
    alice: User, conversation: Conversation
) -> None:
    _, is_new = messages.post(alice, conversation.pk, uuid4(), "Kept")
    assert is_new
    assert broadcasts.lost.count >= 1


def test_an_outage_does_not_fill_the_log(
    alice: User, conversation: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        messages.post(alice, conversation.pk, uuid4(), "Kept")
    said = [one for one in caplog.messages if "could not be sent" in one]
    assert said == ["live updates could not be sent (1 so far): Redis is away"]
    assert broadcasts.lost.count >= 5

"""A thread comes in pages, the newest first, and they join without a gap."""

from uuid import uuid4

import pytest

from chat.errors import Refusal
from chat.models import Conversation, Message, User
from chat.services import messages, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_thread(alice: User, conversation: Conversation) -> Conversation:
    for number in range(1, pages.PAGE * 2 + 4):
        messages.post(alice, conversation.pk, uuid4(), f"message {number}")
    conversation.refresh_from_db()
    return conversation


def test_going_up_shows_every_message_once(alice: User, long_thread: Conversation) -> None:
    page = pages.newest(long_thread)
    seen = [row.sequence for row in page.messages]
    while page.earlier_than:
        page = pages.earlier(alice, long_thread.pk, page.earlier_than)
        seen = [row.sequence for row in page.messages] + seen
    assert seen == list(range(1, pages.PAGE * 2 + 4))


def test_a_page_is_no_longer_than_a_page(long_thread: Conversation) -> None:
    page = pages.newest(long_thread)
    assert (len(page.messages), page.earlier_than) == (pages.PAGE, pages.PAGE + 4)


def test_a_short_thread_has_nothing_earlier(alice: User, conversation: Conversation) -> None:
    messages.post(alice, conversation.pk, uuid4(), "the only one")
    conversation.refresh_from_db()
    assert pages.newest(conversation).earlier_than is None


def test_before_the_first_there_is_nothing(alice: User, long_thread: Conversation) -> None:
    assert pages.earlier(alice, long_thread.pk, 1) == ([], None)


def test_another_s_thread_is_refused(bob: User, long_thread: Conversation) -> None:
    with pytest.raises(Refusal):
        pages.earlier(bob, long_thread.pk, 3)


def test_a_deleted_message_keeps_its_place(alice: User, long_thread: Conversation) -> None:
    Message.objects.filter(sequence=pages.PAGE).update(status="deleted", content="")
    page = pages.earlier(alice, long_thread.pk, pages.PAGE + 1)
    assert page.messages[-1].status == "deleted"

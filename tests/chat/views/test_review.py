"""The reviewer's page: each reading recorded, what a browser claimed marked, strangers refused."""

import pytest
from django.test import Client

from chat.models import AccessRecord, Conversation, RealtimeSession, User
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db


def read(who: User, conversation: Conversation) -> tuple[int, str]:
    client = Client()
    client.force_login(who)
    answer = client.get(f"/review/{conversation.pk}/")
    return answer.status_code, answer.content.decode()


def test_a_reviewer_reads_and_is_recorded(
    admin: User, foreign: Conversation, foreign_session: RealtimeSession
) -> None:
    Ear(foreign_session).hears(*said.whole_answer("a", "<b>Hello</b> Bob"))
    status, page = read(admin, foreign)
    assert (status, AccessRecord.objects.get().reader) == (200, admin)
    assert "&lt;b&gt;Hello&lt;/b&gt; Bob" in page
    assert "Browser claimed" in page


def test_every_reading_is_recorded(admin: User, foreign: Conversation) -> None:
    for _ in range(3):
        read(admin, foreign)
    assert AccessRecord.objects.filter(conversation=foreign).count() == 3


def test_nobody_else_reads_not_even_the_owner(
    alice: User, bob: User, foreign: Conversation
) -> None:
    assert [read(who, foreign)[0] for who in (alice, bob)] == [404, 404]
    assert AccessRecord.objects.count() == 0


def test_records_cannot_be_changed_in_the_admin(admin: User, foreign: Conversation) -> None:
    read(admin, foreign)
    record = AccessRecord.objects.get()
    client = Client()
    client.force_login(admin)
    paths = [f"/admin/chat/accessrecord/{record.pk}/delete/", "/admin/chat/accessrecord/add/"]
    assert [client.get(path).status_code for path in paths] == [403, 403]
    client.post(f"/admin/chat/accessrecord/{record.pk}/change/", {"through_sequence": 99})
    assert AccessRecord.objects.get().through_sequence == 0

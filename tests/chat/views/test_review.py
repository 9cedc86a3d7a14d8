"""The reviewer's page: each reading recorded, what a browser claimed marked, strangers refused."""

from uuid import uuid4

import pytest
from django.test import Client

from chat.models import AccessRecord, Conversation, Message, RealtimeSession, User
from chat.services import messages, sessions
from chat.templatetags.review import END_REASONS, EndReason
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db


def get(who: User, path: str) -> tuple[int, str]:
    client = Client()
    client.force_login(who)
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def read(who: User, conversation: Conversation) -> tuple[int, str]:
    return get(who, f"/review/{conversation.pk}/")


def test_a_reviewer_reads_and_is_recorded(
    admin: User, foreign: Conversation, foreign_session: RealtimeSession
) -> None:
    Ear(foreign_session).hears(*said.whole_answer("a", "<b>Hello</b> Bob"))
    status, page = read(admin, foreign)
    assert (status, AccessRecord.objects.get().reader) == (200, admin)
    assert "&lt;b&gt;Hello&lt;/b&gt; Bob" in page
    assert "Browser claimed" in page


def test_a_call_s_event_log_is_a_reading_too(
    admin: User, foreign: Conversation, foreign_session: RealtimeSession
) -> None:
    Ear(foreign_session).hears(*said.whole_answer("a", "Hello Bob"))
    path = f"/review/{foreign.pk}/calls/{foreign_session.pk}/events.jsonl"
    assert path in read(admin, foreign)[1]
    status, log = get(admin, path)
    assert (status, log.count('"type":"event"')) == (200, 3)
    assert AccessRecord.objects.count() == 2


def test_a_call_of_another_conversation_has_no_log_there(
    admin: User, conversation: Conversation, foreign_session: RealtimeSession
) -> None:
    path = f"/review/{conversation.pk}/calls/{foreign_session.pk}/events.jsonl"
    assert get(admin, path)[0] == 404


def test_every_reading_is_recorded(admin: User, foreign: Conversation) -> None:
    for _ in range(3):
        read(admin, foreign)
    assert AccessRecord.objects.filter(conversation=foreign).count() == 3


def test_nobody_else_reads_not_even_the_owner(
    alice: User, bob: User, foreign: Conversation
) -> None:
    assert [read(who, foreign)[0] for who in (alice, bob)] == [404, 404]
    assert AccessRecord.objects.count() == 0


def test_a_row_and_the_summary_tell_who_heard_by_icon_and_word(
    admin: User, foreign: Conversation, foreign_session: RealtimeSession
) -> None:
    Ear(foreign_session).hears(*said.whole_answer("a", "Hello"), *said.whole_answer("b", "Bob"))
    Message.objects.filter(content="Hello").update(captured_by="server")
    page = " ".join(read(admin, foreign)[1].split())
    assert "1 heard by the server" in page
    assert "1 claimed by the browser" in page
    rows = page[page.index('<ol class="transcript">') :]
    assert (rows.count("#i-server"), rows.count("Server heard")) == (1, 1)
    assert (rows.count("#i-laptop"), rows.count("Browser claimed")) == (1, 1)


def test_each_call_is_described(
    admin: User, bob: User, foreign: Conversation, foreign_session: RealtimeSession
) -> None:
    sessions.end(bob, foreign_session.pk, "limit")
    page = read(admin, foreign)[1]
    for words in ("1 call", "WebRTC", "Set up by the browser", "Settings not watched"):
        assert words in page
    assert END_REASONS[EndReason.LIMIT] in page


def test_the_list_leads_to_the_transcript_and_shows_no_words(
    admin: User, bob: User, foreign: Conversation
) -> None:
    messages.post(bob, foreign.pk, uuid4(), "The words themselves")
    status, page = get(admin, "/review/")
    assert (status, f"/review/{foreign.pk}/" in page) == (200, True)
    assert "Private to Bob" in page
    assert "The words themselves" not in page


def test_the_list_is_missing_for_everybody_else(alice: User, foreign: Conversation) -> None:
    assert get(alice, "/review/")[0] == 404


@pytest.mark.parametrize("before", ["x", "-1", "0", "99999999999999999999", "²"])
def test_a_place_that_is_none_shows_the_newest(
    admin: User, bob: User, foreign: Conversation, before: str
) -> None:
    messages.post(bob, foreign.pk, uuid4(), "Hello")
    status, page = get(admin, f"/review/{foreign.pk}/?before={before}")
    assert (status, "Hello" in page) == (200, True)


def test_records_cannot_be_changed_in_the_admin(admin: User, foreign: Conversation) -> None:
    read(admin, foreign)
    record = AccessRecord.objects.get()
    client = Client()
    client.force_login(admin)
    paths = [f"/admin/chat/accessrecord/{record.pk}/delete/", "/admin/chat/accessrecord/add/"]
    assert [client.get(path).status_code for path in paths] == [403, 403]
    client.post(f"/admin/chat/accessrecord/{record.pk}/change/", {"through_sequence": 99})
    assert AccessRecord.objects.get().through_sequence == 0

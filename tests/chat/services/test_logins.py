"""What a log-out ends."""

import pytest

from chat.models import Conversation, User
from chat.services import logins, sessions
from tests.chat.conftest import wish

pytestmark = pytest.mark.django_db


def test_a_log_out_ends_the_calls_of_this_login_only(
    alice: User, conversation: Conversation
) -> None:
    other = Conversation.objects.create(owner=alice)
    here = sessions.start(alice, conversation.pk, wish(login="here"))[0]
    there = sessions.start(alice, other.pk, wish(login="there"))[0]
    logins.end_of_login(alice, "here")
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.end_reason, there.is_open) == ("logged_out", True)


def test_a_login_s_name_is_not_the_cookie() -> None:
    assert "secret-cookie" not in logins.login_of("secret-cookie")
    assert logins.login_of("secret-cookie") != logins.login_of("other")
    assert logins.login_of(None) == ""

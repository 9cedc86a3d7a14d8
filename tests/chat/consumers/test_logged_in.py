"""A tab is closed when its log-in is over, whoever ends it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from chat.models import Conversation, RealtimeSession, User
from chat.services import logins, sessions
from chat.stored import stored
from tests.chat.conftest import wish
from tests.chat.tab import Tab
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
LOGGED_OUT, RESTARTING = 4401, 1012
NEW = "a-long-enough-pass-phrase"


class Browser:
    """Logged in by the form, with one tab and a call in a conversation."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.tab = Tab(self.cookie)

    async def calls(self, user: User) -> RealtimeSession:
        there = await Conversation.objects.acreate(owner=user)
        login = logins.login_of(self.cookie)
        return (await stored(sessions.start)(user, there.pk, wish(login=login)))[0]

    async def posts(self, path: str, **fields: str) -> Any:
        return await sync_to_async(self.client.post)(path, fields)

    async def is_in(self) -> bool:
        return bool((await sync_to_async(self.client.get)("/devices/")).status_code == 200)


@pytest.fixture
async def browsers(alice: User) -> AsyncIterator[list[Browser]]:
    """Two of Alice's, each with an open tab."""
    await cache.aclear()  # attempts to log in so far
    found = [Browser(await sync_to_async(_logged_in)(alice)) for _ in range(2)]
    for one in found:
        assert await one.tab.opens()
        await one.tab.hears("hello")
    yield found
    for one in found:
        await one.tab.closes()


def _logged_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


async def reason(session: RealtimeSession) -> str:
    await session.arefresh_from_db()
    return session.end_reason


async def test_logging_out_a_device_closes_its_tab_and_ends_its_call(
    alice: User, browsers: list[Browser]
) -> None:
    here, there = browsers
    ours, theirs = await here.calls(alice), await there.calls(alice)
    await here.posts("/devices/others/end/")
    assert await there.tab.closing_code() == LOGGED_OUT
    assert (await reason(ours), await reason(theirs)) == ("", "logged_out")
    await here.tab.asks("beat", "beat")


async def test_a_new_password_logs_out_the_others_and_this_one_comes_back(
    alice: User, browsers: list[Browser]
) -> None:
    here, there = browsers
    ours, theirs = await here.calls(alice), await there.calls(alice)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    await here.posts("/accounts/password/change/", **fields)
    codes = [await one.tab.closing_code() for one in (here, there)]
    assert codes == [RESTARTING, LOGGED_OUT]
    assert (await reason(ours), await reason(theirs)) == ("", "logged_out")
    assert (await here.is_in(), await there.is_in()) == (True, False)
    again = Tab(here.client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert await again.opens()
    await again.closes()


async def test_the_call_of_a_browser_with_a_new_password_is_still_its_own(
    alice: User, browsers: list[Browser]
) -> None:
    here = browsers[0]
    session = await here.calls(alice)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    await here.posts("/accounts/password/change/", **fields)
    await here.posts("/accounts/logout/")
    assert await reason(session) == "logged_out"


async def test_a_password_set_by_an_administrator_closes_every_tab_and_call(
    alice: User, browsers: list[Browser]
) -> None:
    calls = [await one.calls(alice) for one in browsers]
    alice.set_password(NEW)
    await stored(alice.save)()
    assert [await one.tab.closing_code() for one in browsers] == [LOGGED_OUT] * 2
    assert [await reason(one) for one in calls] == ["logged_out"] * 2


async def test_somebody_who_may_not_come_in_any_more_has_no_tab_call_or_page(
    alice: User, browsers: list[Browser]
) -> None:
    calls = [await one.calls(alice) for one in browsers]
    alice.is_active = False
    await stored(alice.save)()
    assert [await one.tab.closing_code() for one in browsers] == [LOGGED_OUT] * 2
    assert [await reason(one) for one in calls] == ["logged_out"] * 2
    assert not await browsers[0].is_in()
    assert await Session.objects.acount() == 0


async def test_a_deleted_person_s_tabs_are_closed(alice: User, browsers: list[Browser]) -> None:
    await browsers[0].calls(alice)
    await stored(alice.delete)()
    assert [await one.tab.closing_code() for one in browsers] == [LOGGED_OUT] * 2


async def test_another_change_of_a_person_ends_no_log_in(
    alice: User, browsers: list[Browser]
) -> None:
    alice.first_name = "Alice"
    await stored(alice.save)()
    assert all([await stored(logins.is_on)(alice.pk, one.cookie) for one in browsers])


async def test_the_minute_s_look_closes_a_tab_whose_hint_was_lost(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.consumers.logged_in.EVERY_MINUTE_S", (0.0, 0.1))
    tab = await Tab.of(alice)
    await Session.objects.filter(pk=tab.login).adelete()
    assert await tab.closing_code() == LOGGED_OUT

"""What the assistant did to somebody's items and files, and what it told them, reaches their tabs alone."""

from collections.abc import Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import User
from chat.services import notifications
from tests.chat.consumers.conftest import Opens
from tests.tools.using import use

pytestmark = pytest.mark.django_db(transaction=True)
WISH: dict[str, Any] = {"kind": "task", "title": "Buy milk"}
DEEDS: dict[str, tuple[str, Callable[[User], object]]] = {
    "create": ("items", lambda user: use(user, "create_item", **WISH)),
    "create several": ("items", lambda user: use(user, "bulk_create_items", items=[WISH])),
    "write": ("files", lambda user: use(user, "write_file", name="a", content="x")),
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_their_pages_are_told_and_nobody_else_s(
    alice: User, bob: User, open_tab: Opens, deed: str
) -> None:
    tabs, stranger = [await open_tab(alice), await open_tab(alice)], await open_tab(bob)
    name, do = DEEDS[deed]
    await stored(do)(alice)
    for tab in tabs:
        await tab.hears("collection", name=name)
    assert await stranger.everything_until_beat() == []


async def test_what_fails_tells_nobody(alice: User, open_tab: Opens) -> None:
    tab = await open_tab(alice)
    await stored(use)(alice, "update_item", item="milk", done=True)
    assert await tab.everything_until_beat() == []


async def test_a_notification_is_on_every_tab_of_theirs(
    alice: User, bob: User, open_tab: Opens
) -> None:
    tabs, stranger = [await open_tab(alice), await open_tab(alice)], await open_tab(bob)
    await stored(notifications.show)(alice, "warning", "Tea is <b>ready</b>.")
    seen = [await tab.hears("notification") for tab in tabs]
    assert seen[0] == seen[1]
    assert (seen[0]["level"], seen[0]["text"]) == ("warning", "Tea is <b>ready</b>.")
    assert await stranger.everything_until_beat() == []

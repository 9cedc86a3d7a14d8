"""Limits hold however many ask at once: whoever counts has the person's row."""

import pytest
from pytest_django import Settings

from chat.models import User
from chat.services import notifications
from tests.chat.parallel import at_once
from tools import files, items
from tools.models import Item, StoredFile
from tools.models.item import MOST
from tools.models.notification import MOST_A_MINUTE

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8


def test_items(alice: User) -> None:
    Item.objects.bulk_create(Item(user=alice, kind="note", title="x") for _ in range(MOST - 3))
    at_once(TIMES, lambda n: items.create(alice, [{"kind": "note", "title": f"{n}"}]))
    assert Item.objects.count() == MOST


def test_the_room_of_files(alice: User, settings: Settings) -> None:
    settings.FILES_QUOTA_KIB = 1
    at_once(TIMES, lambda n: files.write(alice, f"{n}", "x" * 300))
    assert StoredFile.objects.there().total_bytes() == 900


def test_one_file_of_a_name(alice: User) -> None:
    at_once(TIMES, lambda n: files.write(alice, "a", f"{n}"))
    at_once(TIMES, lambda n: files.append(alice, "a", f"{n}"))
    file = StoredFile.objects.there().get()
    assert (StoredFile.objects.count(), file.lines) == (1, TIMES + 1)


def test_notifications(alice: User) -> None:
    shown = at_once(TIMES, lambda n: notifications.show(alice, "info", f"{n}"))
    assert shown.count(True) == MOST_A_MINUTE

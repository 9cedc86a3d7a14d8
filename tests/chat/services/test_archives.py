"""An archive of a person's conversations: theirs alone, for a while."""

import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Conversation, Export, Message, User
from chat.services import archives
from chat.services.history import context_of
from tools import execution
from tools.base import ToolResult

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def talks(alice: User, bob: User) -> None:
    """Alice has two of the same title, one of which would like to be a path; Bob has one."""
    for owner, title in ((alice, "../Roses"), (alice, "../Roses"), (bob, "Private to Bob")):
        made = Conversation.objects.create(owner=owner, title=title, last_sequence=1)
        Message.objects.create(
            conversation=made, sequence=1, revision=1, role="user", status="final", content=title
        )


@pytest.fixture
def export(alice: User) -> Iterator[Export]:
    made = use(alice)
    assert made.effect
    made.effect()
    found = Export.objects.get()
    yield found
    found.path.unlink(missing_ok=True)


def use(user: User, form: str = "txt") -> ToolResult:
    return execution.run(context_of(user), "export_conversations", f'{{"format": "{form}"}}')


def test_it_has_every_conversation_of_the_person_and_no_other(export: Export) -> None:
    with zipfile.ZipFile(export.path) as archive:
        names = archive.namelist()
        text = "".join(archive.read(name).decode() for name in names)
    assert names == ["0001 Roses.txt", "0002 Roses.txt"]
    assert ("You: ../Roses" in text, "Bob" in text) == (True, False)


def test_it_is_nobody_s_until_its_result_is_stored(alice: User) -> None:
    made = use(alice)
    assert (made.success, Export.objects.count()) == (True, 0)


def test_its_person_downloads_it_and_nobody_else(alice: User, bob: User, export: Export) -> None:
    statuses = []
    for who in (alice, bob):
        client = Client()
        client.force_login(who)
        answer = client.get(f"/exports/{export.pk}/")
        statuses.append(answer.status_code)
    assert statuses == [200, 404]


def test_after_its_time_it_is_gone_with_its_file(alice: User, export: Export) -> None:
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refusal):
        archives.find(alice, export.pk)
    archives.sweep()
    assert (Export.objects.count(), export.path.exists()) == (0, False)


def test_a_file_that_no_row_names_goes(
    alice: User, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan = export.path.with_name("orphan.zip")
    orphan.touch()
    archives.sweep()
    assert orphan.exists()
    monkeypatch.setattr(archives, "ORPHAN_AFTER_S", -1)
    archives.sweep()
    assert (orphan.exists(), export.path.exists()) == (False, True)


def test_the_page_lists_them_and_deletes_them(alice: User, client: Client, export: Export) -> None:
    client.force_login(alice)
    assert "2 conversations" in client.get("/exports/").content.decode()
    client.post(f"/exports/{export.pk}/deletion/")
    assert (Export.objects.count(), export.path.exists()) == (0, False)


def test_another_s_is_not_deleted(bob: User, export: Export) -> None:
    archives.delete(bob, export.pk)
    assert (Export.objects.count(), export.path.exists()) == (1, True)

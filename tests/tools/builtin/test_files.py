"""Files: written, read and listed by the assistant, each person's alone and within a limit."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from chat.models import User
from tests.tools.using import refuses, use
from tools import files, permissions, registry
from tools.models import StoredFile
from tools.models.stored_file import MOST

pytestmark = pytest.mark.django_db
BAD_NAMES = [
    "../etc/passwd",
    "..",
    "a/b",
    "a\\b",
    "C:x",
    ".hidden",
    "end.",
    "what?",
    "a*b",
    "con",
    "LPT1.txt",
    " ",
    "\u200b",
    "x" * 101,
]


def write(user: User, name: str, content: str = "Milk", **more: str) -> str:
    """The name under which it stands, or the code of what was wrong."""
    done = use(user, "write_file", name=name, content=content, **more)
    return str(done.result["name"]) if done.success else done.error


def read(user: User, name: str) -> str:
    return str(use(user, "read_file", name=name).result["content"])


def test_what_is_written_is_read_by_words_of_its_name(alice: User) -> None:
    assert write(alice, "Shopping list.txt", "Milk\r\nBread") == "Shopping list.txt"
    found = use(alice, "read_file", name="SHOPPING list")
    assert found.message == "Shopping list.txt says: Milk\nBread"
    assert found.result == {"name": "Shopping list.txt", "content": "Milk\nBread", "left": 0}


def test_a_file_that_is_there_is_not_written_over_by_chance(alice: User) -> None:
    write(alice, "Café.txt", "first")
    assert write(alice, "CAFE\u0301.TXT", "second") == "exists"
    assert write(alice, "café.txt", "second", mode="replace") == "café.txt"
    assert (read(alice, "café.txt"), StoredFile.objects.gone().get().content) == ("second", "first")


def test_what_is_added_stands_on_lines_of_its_own(alice: User) -> None:
    for content in ("Milk", "Bread\n", "Tea"):
        write(alice, "list", content, mode="append")
    assert read(alice, "list") == "Milk\nBread\nTea"


def test_a_long_one_comes_in_parts(alice: User) -> None:
    text = "é" * 20_000
    files.write(alice, "long", text)
    got, offset = "", 0
    while offset is not None:
        part = use(alice, "read_file", name="long", offset=offset).result
        got, offset = got + part["content"], part.get("next_offset")
    assert got == text


def test_they_are_listed_with_what_is_left(alice: User, settings: Settings) -> None:
    settings.FILES_QUOTA_KIB = 1
    assert use(alice, "list_files").message == "There are no files."
    write(alice, "a", "1234"), write(alice, "b", "x")
    found = use(alice, "list_files")
    assert found.message == "There are 2 files: b, a."
    assert found.result["bytes_left"] == 1024 - 5


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_is_no_path_nothing_hidden_and_not_too_long(alice: User, name: str) -> None:
    with pytest.raises(Exception, match="bad_name"):
        files.write(alice, name, "x")
    assert not StoredFile.objects.exists()


def test_a_name_shows_all_that_is_in_it(alice: User) -> None:
    assert write(alice, "invoice\u202etxt.exe") == "invoicetxt.exe"


def test_there_is_an_end_to_the_room(alice: User, settings: Settings) -> None:
    settings.FILES_QUOTA_KIB = 1
    assert write(alice, "a", "x" * 1000) == "a"
    assert write(alice, "b", "é" * 13) == "full"
    assert write(alice, "a", "y" * 1024, mode="replace") == "a"
    assert write(alice, "a", "z", mode="append") == "full"


def test_what_is_gone_takes_no_more_room_than_what_is_there(
    alice: User, settings: Settings
) -> None:
    settings.FILES_QUOTA_KIB = 1
    for number in range(5):
        write(alice, "a", f"{number}" * 600, mode="replace")
    assert [one.content[0] for one in StoredFile.objects.gone()] == ["3"]


def test_there_is_an_end_to_their_number(alice: User) -> None:
    rows = (StoredFile(user=alice, name=f"{n}", key=f"{n}", size=0) for n in range(MOST))
    StoredFile.objects.bulk_create(rows)
    assert write(alice, "one more") == "full"
    assert write(alice, "1", mode="replace") == "1"


def test_what_was_deleted_comes_back_beside_what_has_its_name_now(alice: User) -> None:
    old = files.write(alice, "list.txt", "old")
    files.delete(alice, old.pk)
    files.write(alice, "LIST.txt", "new")
    assert files.restore(alice, old.pk).name == "list (2).txt"
    assert (read(alice, "list.txt"), read(alice, "list (2).txt")) == ("new", "old")


def test_after_a_week_it_is_gone_for_good(alice: User) -> None:
    file = files.write(alice, "list.txt", "old")
    files.delete(alice, file.pk)
    StoredFile.objects.update(deleted_at=timezone.now() - timedelta(days=8))
    with pytest.raises(Exception, match="not_found"):
        files.restore(alice, file.pk)
    assert (files.sweep(), StoredFile.objects.count()) == (1, 0)


def test_another_s_are_not_there(alice: User, bob: User) -> None:
    theirs = files.write(bob, "diary.txt", "Private to Bob")
    assert use(alice, "read_file", name="diary.txt").error == "not_found"
    assert use(alice, "list_files").result["files"] == []
    assert write(alice, "diary.txt", "mine") == "diary.txt"
    theirs.refresh_from_db()
    assert (theirs.content, theirs.deleted_at) == ("Private to Bob", None)


def test_what_does_not_fit_is_refused_before_it_runs() -> None:
    fitting = {"name": "a", "content": "x"}
    assert not refuses("write_file", **fitting)
    for wrong in ({"name": ""}, {"content": 1}, {"content": "x" * 12_001}, {"mode": "execute"}):
        assert refuses("write_file", **{**fitting, **wrong})
    assert refuses("read_file", name="a", offset=-1)
    assert refuses("list_files", folder="/")


def test_writing_asks_first_and_reading_does_not(alice: User) -> None:
    wanted = {"write_file": "ask", "read_file": "always", "list_files": "always"}
    for name, decision in wanted.items():
        tool = registry.find(name)
        assert tool
        assert permissions.decision(alice, tool).value == decision

"""The page of files: uploaded, shown, downloaded, deleted and had back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from chat.models import User
from tools import files
from tools.models import StoredFile

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def upload(page: Client, *named: tuple[str, bytes], **more: Any) -> str:
    sent = [SimpleUploadedFile(name, content) for name, content in named]
    answer = page.post("/files/", {"file": sent}, headers=HTMX, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(page: Client, path: str = "/files/") -> str:
    return page.get(path).content.decode()


def test_one_s_own_are_shown_as_text(page: Client, alice: User, bob: User) -> None:
    files.write(alice, "'; onload=x.txt", "x")
    files.write(bob, "private.txt", "Private to Bob")
    assert "&#x27;; onload=x.txt" in shown(page)
    assert "private.txt" not in shown(page)


def test_what_is_uploaded_is_kept_as_text(page: Client, alice: User) -> None:
    assert upload(page, ("a.txt", b"\xef\xbb\xbfone\r\ntwo"), ("b.md", b"")).strip() == ""
    kept = files.of(alice).values_list("name", "content")
    assert list(kept) == [("a.txt", "one\ntwo"), ("b.md", "")]
    assert "7 bytes of 5 MiB in use" in shown(page)


def test_each_that_cannot_be_kept_says_why(page: Client, settings: Settings) -> None:
    settings.FILES_QUOTA_KIB = 300
    said = upload(
        page,
        ("good.txt", b"x"),
        ("good.txt", b"y"),
        ("picture.png", b"\x89PNG\x00"),
        ("nul.txt", b"a\x00b"),
        ("<b>.txt", b"x"),
        ("large.txt", b"x" * (256 * 1024 + 1)),
        ("room.txt", b"x" * 256 * 1024),
        ("no room.txt", b"x" * 100 * 1024),
    )
    assert said.count("<p>") == 6
    assert "There is a file called good.txt already." in said
    assert "picture.png: Only text files in UTF-8 can be kept here." in said
    assert "&lt;b&gt;.txt: A file&#x27;s name is plain words" in said
    assert StoredFile.objects.count() == 2


@pytest.mark.parametrize("path", ["../../x.txt", "/etc/x.txt", "C:\\x.txt"])
def test_no_path_of_a_name_is_followed(page: Client, alice: User, path: str) -> None:
    upload(page, (path, b"x"))
    assert set(files.of(alice).values_list("name", flat=True)) <= {"x.txt"}


def test_a_file_is_read_on_a_page_and_downloaded_as_text(page: Client, alice: User) -> None:
    file = files.write(alice, "é.html", "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in shown(page, f"/files/{file.pk}/")
    answer = page.get(f"/files/{file.pk}/download/")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%A9")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_one_that_is_deleted_stands_there_with_undo(page: Client, alice: User) -> None:
    file = files.write(alice, "a.txt", "x")
    row = page.post(f"/files/{file.pk}/deletion/", headers=HTMX).content.decode()
    assert "Deleted: <bdi>a.txt</bdi>" in row
    assert f"/files/{file.pk}/deletion/undo/" in shown(page)
    assert "Deleted: <bdi>a.txt" in shown(page, "/files/?only=deleted")
    back = page.post(f"/files/{file.pk}/deletion/undo/", headers=HTMX).content.decode()
    assert "Delete a.txt" in back


@pytest.mark.parametrize("whose", ["another's", "missing"])
def test_another_s_is_not_there(page: Client, bob: User, whose: str) -> None:
    theirs = files.write(bob, "a.txt", "Private to Bob")
    number = theirs.pk if whose == "another's" else 10**30
    for path in ("", "download/"):
        assert page.get(f"/files/{number}/{path}").status_code == 404
    for path in ("deletion/", "deletion/undo/"):
        assert page.post(f"/files/{number}/{path}").status_code == 404
    assert StoredFile.objects.there().count() == 1


def test_without_scripts_a_post_leads_back(page: Client, alice: User) -> None:
    sent = {"file": SimpleUploadedFile("a.txt", b"x")}
    assert page.post("/files/", sent).headers["Location"] == "/files/"
    sent = {"file": SimpleUploadedFile("a.txt", b"x")}
    assert "There is a file called a.txt already." in page.post("/files/", sent).content.decode()
    file = StoredFile.objects.get()
    assert page.post(f"/files/{file.pk}/deletion/").headers["Location"] == "/files/"


def test_a_stranger_is_sent_to_the_way_in(client: Client) -> None:
    sent = {"file": SimpleUploadedFile("a.txt", b"x")}
    assert (client.get("/files/").status_code, client.post("/files/", sent).status_code) == (
        302,
        302,
    )
    assert not StoredFile.objects.exists()

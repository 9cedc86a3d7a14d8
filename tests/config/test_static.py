"""Our own files, asked for as uvicorn does and as the test client does."""

import warnings

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import AsyncClient, Client

FILE = "/static/js/app.js"
SOURCE = (settings.BASE_DIR / "static/js/app.js").read_bytes()


async def ask(path: str, method: str = "get", **headers: str) -> HttpResponse:
    with warnings.catch_warnings():
        # Django warns of an iterator that would block the loop.
        warnings.filterwarnings("error", message="StreamingHttpResponse")
        found: HttpResponse = await getattr(AsyncClient(), method)(path, headers=headers)
    return found


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_a_file_comes_whole_and_without_a_warning(encoding: str) -> None:
    answer = await ask(FILE, accept_encoding=encoding)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        200,
        'text/javascript; charset="utf-8"',
    )
    assert encoding == "gzip" or answer.content == SOURCE


async def test_a_part_of_a_file() -> None:
    answer = await ask(FILE, range="bytes=2-9")
    assert (answer.status_code, answer.content) == (206, SOURCE[2:10])


async def test_a_file_that_has_not_changed_is_not_sent_again() -> None:
    since = (await ask(FILE)).headers["Last-Modified"]
    answer = await ask(FILE, if_modified_since=since)
    assert (answer.status_code, answer.content) == (304, b"")


async def test_its_head_has_no_body() -> None:
    answer = await ask(FILE, "head")
    assert (answer.content, answer.headers["Content-Length"]) == (b"", str(len(SOURCE)))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/static/js/nothing.js", "/static/../manage.py", "/static/"])
async def test_what_is_not_there_is_not_found(path: str) -> None:
    assert (await ask(path)).status_code == 404


@pytest.mark.django_db
async def test_a_page_is_no_file() -> None:
    assert (await ask("/health/live")).content == b"ok"


def test_without_a_loop_it_is_as_before() -> None:
    answer = Client().get(FILE)
    assert b"".join(answer.streaming_content) == SOURCE  # type: ignore[attr-defined]

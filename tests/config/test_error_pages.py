"""A page about an error leaves no connection behind on the thread that drew it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.urls import get_resolver

from chat.models import User

pytestmark = pytest.mark.django_db(transaction=True)
ERRORS = {400: BadRequest(), 403: PermissionDenied(), 404: Http404()}


@pytest.mark.parametrize("status", ERRORS)
def test_it_gives_its_connection_back(rf: RequestFactory, alice: User, status: int) -> None:
    request = rf.get("/nowhere/")
    draw: Any = get_resolver().resolve_error_handler(status)

    def on_a_thread() -> tuple[int, bool]:
        request.user = User.objects.get(pk=alice.pk)
        answer = draw(request, exception=ERRORS[status])
        return answer.status_code, connection.connection is None

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(on_a_thread).result() == (status, True)


def test_of_an_error_of_ours_too(rf: RequestFactory, alice: User) -> None:
    def on_a_thread() -> bool:
        User.objects.get(pk=alice.pk)
        get_resolver().resolve_error_handler(500)(rf.get("/nowhere/"))
        return connection.connection is None

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(on_a_thread).result()

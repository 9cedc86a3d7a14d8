"""A page asks the database so many times, however much is on it. More is a decision: change the number."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from chat.models import Conversation, User
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db

Counted = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def client(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture(params=[1, 60])
def full(conversation: Conversation, ear: Ear, request: pytest.FixtureRequest) -> Conversation:
    """A conversation of one answer and one call, and one of sixty."""
    for number in range(request.param):
        ear.hears(*said.whole_answer(f"a{number}", "Yes."))
        ear.hears(*said.called(f"c{number}", "{}", call_id=f"call_{number}"))
    return conversation


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/conversations/{}/", 11),
        ("/conversations/{}/messages/earlier/40/", 4),
    ],
)
def test_a_page_takes_as_many_queries_as_ever(
    client: Client,
    full: Conversation,
    django_assert_max_num_queries: Counted,
    path: str,
    most: int,
) -> None:
    client.get(path.format(full.pk))
    with django_assert_max_num_queries(most):
        assert client.get(path.format(full.pk)).status_code == 200

"""What tests of the chat begin with: a conversation, a call in it, and somebody else's."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from chat.models import Conversation, RealtimeSession, User
from chat.realtime import calls
from chat.services import sessions
from chat.services.sessions import Wish
from tests.chat.ear import Ear
from tests.fakes.provider import FakeProvider

LAPTOP = UUID("00000000-0000-4000-8000-000000000001")


def wish(**changes: object) -> Wish:
    """A click on Talk, on Alice's laptop unless told otherwise."""
    fields: dict[str, object] = {"client_id": uuid4(), "device": LAPTOP, **changes}
    return Wish(**fields)  # type: ignore[arg-type]  # each test gives fields of the right type


@pytest.fixture
def conversation(alice: User) -> Conversation:
    return Conversation.objects.create(owner=alice)


@pytest.fixture
def foreign(bob: User) -> Conversation:
    """Bob's, which Alice must not reach."""
    return Conversation.objects.create(owner=bob, title="Private to Bob")


@pytest.fixture
def session(alice: User, conversation: Conversation) -> RealtimeSession:
    return sessions.start(alice, conversation.pk, wish())[0]


@pytest.fixture
def foreign_session(bob: User, foreign: Conversation) -> RealtimeSession:
    return sessions.start(bob, foreign.pk, wish(device=uuid4()))[0]


@pytest.fixture
def ear(session: RealtimeSession) -> Ear:
    return Ear(session)


@pytest.fixture
async def provider(settings: Settings) -> AsyncIterator[FakeProvider]:
    """A provider on loopback, to which this Parley is pointed."""
    with FakeProvider.running() as fake:
        settings.OPENAI_BASE_URL = fake.base_url
        settings.OPENAI_API_KEY = fake.key
        yield fake
        await calls.close()

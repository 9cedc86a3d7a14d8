"""What an assistant changes of a session."""

import pytest

from chat.models import Assistant, Conversation, RealtimeSession, User
from chat.realtime import session_config
from tools import registry

pytestmark = pytest.mark.django_db


def with_tools(alice: User, conversation: Conversation, tools: list[str] | None) -> list[str]:
    conversation.assistant = Assistant.objects.create(owner=alice, name="Tutor", tools=tools)
    return [tool["name"] for tool in session_config.tools(alice, conversation)]


def test_its_tools_narrow_what_the_person_may_use(alice: User, conversation: Conversation) -> None:
    assert with_tools(alice, conversation, None) == [tool.name for tool in registry.each()]
    assert with_tools(alice, conversation, ["get_current_time"]) == ["get_current_time"]
    assert with_tools(alice, conversation, []) == []
    assert with_tools(alice, conversation, ["launch"]) == []


def test_a_session_is_told_of_it(alice: User, session: RealtimeSession) -> None:
    tutor = Assistant.objects.create(owner=alice, name="Tutor", instructions="Ask.")
    session.conversation.assistant = tutor
    session.conversation.instructions = "Of tides."
    told = session_config.compose(alice, session)["instructions"]
    assert told.index("Your name is Tutor.") < told.index("Ask.") < told.index("Of tides.")

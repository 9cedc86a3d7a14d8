"""Assistants: one's own, and those that are shared."""

from uuid import UUID

from chat.errors import Refusal
from chat.models import Assistant, User
from chat.models.assistant import AssistantQuerySet


def each(user: User) -> AssistantQuerySet:
    return Assistant.objects.visible_to(user)


def find(user: User, assistant_id: UUID) -> Assistant:
    """One to talk with. Raises Refusal `not_found`."""
    return _the_one(Assistant.objects.visible_to(user), assistant_id)


def find_to_edit(user: User, assistant_id: UUID) -> Assistant:
    """Raises Refusal `not_found`, also for a shared one without the permission."""
    return _the_one(Assistant.objects.editable_by(user), assistant_id)


def _the_one(found: AssistantQuerySet, assistant_id: UUID) -> Assistant:
    assistant = found.filter(pk=assistant_id).first()
    if assistant is None:
        raise Refusal("not_found", "There is no such assistant.", status=404)
    return assistant

"""A person's own switches of their tools."""

from __future__ import annotations

from django.db import transaction

from chat.errors import Refusal
from chat.models import User
from chat.services import tool_changes
from tools import permissions
from tools.models import ToolDecision, ToolToggle
from tools.permissions import Decision, Permission


def switch(user: User, tool: str, *, on: bool) -> Permission:
    """What holds then. Raises Refusal: not_found, not_allowed (by an administrator)."""
    found = _the_one(user, tool)
    if found.allowed is Decision.NEVER:
        raise Refusal("not_allowed", "Your administrator does not allow this tool.")
    if found.is_on == on:
        return found
    with transaction.atomic():
        ToolToggle.objects.update_or_create(user=user, tool=tool, defaults={"is_on": on})
        ToolDecision.objects.create(
            tool=tool,
            subject=ToolDecision.Subject.SELF,
            whom=user.email,
            decision="on" if on else "off",
            decided_by=user,
            decided_by_name=user.email,
        )
        tool_changes.tell_calls(User.objects.filter(pk=user.pk))
    return _the_one(user, tool)


def _the_one(user: User, tool: str) -> Permission:
    for found in permissions.of(user):
        if found.tool.name == tool:
            return found
    raise Refusal("not_found", "There is no such tool.", status=404)

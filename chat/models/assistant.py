"""Who one talks with: a name, instructions, a voice, a model, tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from tools import registry

if TYPE_CHECKING:
    from chat.models.user import User

MAX_INSTRUCTIONS = 8_000
SHARES = "chat.share_assistant"


class AssistantQuerySet(models.QuerySet["Assistant"]):
    def visible_to(self, user: User) -> AssistantQuerySet:
        """One's own, and those that administrators share with everybody."""
        return self.filter(models.Q(owner_id=user.pk) | models.Q(owner=None))

    def editable_by(self, user: User) -> AssistantQuerySet:
        shared = models.Q(owner=None) if user.has_perm(SHARES) else models.Q(pk__in=())
        return self.filter(models.Q(owner_id=user.pk) | shared)


class Assistant(models.Model):
    """An empty voice or model is the person's own; `tools` None is all that the person may use."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="assistants"
    )
    name = models.CharField(max_length=60)
    instructions = models.TextField(blank=True, max_length=MAX_INSTRUCTIONS)
    voice = models.CharField(max_length=64, blank=True)
    model = models.CharField(max_length=100, blank=True)
    tools = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssistantQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        permissions = [("share_assistant", "May share assistants with everybody")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None

    @property
    def tool_titles(self) -> list[str]:
        """Of the tools that it is limited to, those that still exist."""
        found = (registry.find(name) for name in self.tools or ())
        return [tool.title or tool.name for tool in found if tool]

    def uses(self, tool: str) -> bool:
        return self.tools is None or tool in self.tools

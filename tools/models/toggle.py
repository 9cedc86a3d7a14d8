"""A person's own switch of a tool: it narrows what administrators allow, and never widens it."""

from django.conf import settings
from django.db import models


class ToolToggle(models.Model):
    """Without a row the tool is on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tool_toggles")
    tool = models.CharField(max_length=128)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "tool"], name="one_toggle_a_user_and_tool")
        ]

    def __str__(self) -> str:
        return f"{self.tool} {'on' if self.is_on else 'off'} for {self.user}"

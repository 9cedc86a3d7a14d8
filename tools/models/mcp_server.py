"""A remote MCP server that an administrator has added, and the tools that it was seen to have."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tools.registry import SEPARATOR


class McpServer(models.Model):
    """`access` is sealed: address and headers, which hold secrets. `address` is what may be shown."""

    name = models.SlugField(max_length=24, unique=True)
    address = models.CharField(max_length=500)
    access = models.TextField()
    is_on = models.BooleanField(default=True)
    is_slow = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def awaits(self) -> int:
        """How many of its tools an administrator has to look at."""
        return sum(tool.state in {"new", "changed"} for tool in self.tools.all())

    @property
    def prefix(self) -> str:
        return f"{self.name}{SEPARATOR}"


class McpToolQuerySet(models.QuerySet["McpTool"]):
    def agreed(self) -> McpToolQuerySet:
        """What the server says now is what an administrator has agreed to."""
        return self.filter(agreed_digest=F("digest"), problem="").exclude(digest="")

    def offered(self) -> McpToolQuerySet:
        return self.agreed().filter(server__is_on=True).select_related("server").order_by("name")

    def awaiting(self) -> McpToolQuerySet:
        """What an administrator has to look at: new, or another than was agreed to."""
        return self.filter(problem="").exclude(digest="").exclude(agreed_digest=F("digest"))


class McpTool(models.Model):
    """`seen` and `agreed`: description and parameters, as they are and as they were agreed to.

    Without a digest the server does not have it any more. `problem`: why it cannot be offered.
    """

    server = models.ForeignKey(McpServer, models.CASCADE, related_name="tools")
    remote_name = models.CharField(max_length=128)
    name = models.CharField(max_length=64, unique=True)
    seen = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    agreed = models.JSONField(default=dict)
    agreed_digest = models.CharField(max_length=64, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    problem = models.CharField(max_length=300, blank=True)

    objects = McpToolQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["server", "remote_name"], name="one_row_a_remote_tool"),
            models.CheckConstraint(
                condition=Q(name__contains=SEPARATOR), name="remote_tools_have_a_prefix"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """unfit, gone, offered, changed or new."""
        if self.problem:
            return "unfit"
        if not self.digest:
            return "gone"
        if self.digest == self.agreed_digest:
            return "offered"
        return "changed" if self.agreed_digest else "new"

"""May this user's assistant use this tool? Asked when a session is made and again when a tool runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import registry
from tools.base import Tool
from tools.models import ToolPolicy

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

Decision = ToolPolicy.Decision


def decision(user: AbstractBaseUser, tool: Tool) -> ToolPolicy.Decision:
    return _decide(tool, list(ToolPolicy.objects.about(user).filter(tool=tool.name)))


def permitted(user: AbstractBaseUser) -> list[Tool]:
    """The tools that a session of this user is told about."""
    policies = list(ToolPolicy.objects.about(user))
    return [tool for tool in registry.each() if _decide(tool, policies) is Decision.ALWAYS]


def _decide(tool: Tool, policies: list[ToolPolicy]) -> ToolPolicy.Decision:
    found = [policy for policy in policies if policy.tool == tool.name]
    if found:
        return Decision(min(found, key=lambda policy: policy.precedence).decision)
    return Decision.NEVER if tool.has_effects else Decision.ALWAYS

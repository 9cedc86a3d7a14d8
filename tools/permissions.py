"""May this user's assistant use this tool? Asked when a session is made and again when a tool runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import registry
from tools.base import Tool
from tools.models import ToolPolicy, ToolToggle

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

Decision = ToolPolicy.Decision


@dataclass(frozen=True)
class Permission:
    """Of one tool for one user. `policy` is the one that decides; None where nobody has."""

    tool: Tool
    policy: ToolPolicy | None
    is_on: bool

    @property
    def allowed(self) -> Decision:
        """By administrators, whatever the person wants of it."""
        return Decision(self.policy.decision) if self.policy else default_of(self.tool)

    @property
    def decision(self) -> Decision:
        return self.allowed if self.is_on else Decision.NEVER


def default_of(tool: Tool) -> Decision:
    """What holds while nobody has decided."""
    asks = tool.has_effects if tool.asks_first is None else tool.asks_first
    return Decision.ASK if asks else Decision.ALWAYS


def decision(user: AbstractBaseUser, tool: Tool) -> Decision:
    return _weighed(user, [tool])[0].decision


def of(user: AbstractBaseUser, policies: list[ToolPolicy] | None = None) -> list[Permission]:
    """Of every tool, in two queries however many there are; in one when the policies are known."""
    return _weighed(user, list(registry.each()), policies)


def permitted(user: AbstractBaseUser) -> list[Tool]:
    """The tools that a session of this user is told about: also those that ask first."""
    return [one.tool for one in of(user) if one.decision is not Decision.NEVER]


def _weighed(
    user: AbstractBaseUser, tools: list[Tool], policies: list[ToolPolicy] | None = None
) -> list[Permission]:
    names = [tool.name for tool in tools]
    if policies is None:
        policies = list(ToolPolicy.objects.about(user).filter(tool__in=names))
    toggles = ToolToggle.objects.filter(user_id=user.pk, tool__in=names)
    is_on = dict(toggles.values_list("tool", "is_on"))
    return [Permission(tool, _first(tool, policies), is_on.get(tool.name, True)) for tool in tools]


def _first(tool: Tool, policies: list[ToolPolicy]) -> ToolPolicy | None:
    about = [policy for policy in policies if policy.tool == tool.name]
    return min(about, key=lambda policy: policy.precedence, default=None)

"""May this user's assistant use this tool? Asked when a session is made and again when a tool runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import IntegerField, Value

from tools import registry
from tools.base import Tool
from tools.models import ToolPolicy, ToolToggle

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

Decision = ToolPolicy.Decision
SWITCHED_OFF = "off"


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
    return weighed(user, [tool])[0].decision


def of(user: AbstractBaseUser) -> list[Permission]:
    """Of every tool, in two queries however many there are: which tools, and what is said of them."""
    return weighed(user, list(registry.each()))


def weighed(
    user: AbstractBaseUser, tools: list[Tool], policies: list[ToolPolicy] | None = None
) -> list[Permission]:
    """Of these tools, in one query. `policies`: those about this user, where they are known."""
    names = [tool.name for tool in tools]
    found, off = _said(user, names)
    about = found if policies is None else policies
    return [Permission(tool, _first(tool, about), tool.name not in off) for tool in tools]


def permitted(user: AbstractBaseUser) -> list[Tool]:
    """The tools that a session of this user is told about: also those that ask first."""
    return [one.tool for one in of(user) if one.decision is not Decision.NEVER]


def _said(user: AbstractBaseUser, names: list[str]) -> tuple[list[ToolPolicy], set[str]]:
    """By administrators, and what the person has switched off: one query for both."""
    fields = ("tool", "decision", "user_id", "group_id")
    policies = ToolPolicy.objects.about(user).filter(tool__in=names).values_list(*fields)
    nobody = Value(None, output_field=IntegerField())
    switched_off = ToolToggle.objects.filter(user_id=user.pk, tool__in=names, is_on=False)
    toggles = switched_off.values_list("tool", Value(SWITCHED_OFF), nobody, nobody)
    rows = list(policies.union(toggles, all=True))
    decided = [row for row in rows if row[1] != SWITCHED_OFF]
    off = {row[0] for row in rows if row[1] == SWITCHED_OFF}
    return [ToolPolicy(**dict(zip(fields, row, strict=True))) for row in decided], off


def _first(tool: Tool, policies: list[ToolPolicy]) -> ToolPolicy | None:
    about = [policy for policy in policies if policy.tool == tool.name]
    return min(about, key=lambda policy: policy.precedence, default=None)

"""The matrix of tools and whom they are permitted to, as an administrator sees it."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.models import User
from chat.services.tool_policies import Subject
from tools import permissions, registry
from tools.base import Tool
from tools.models import ToolPolicy
from tools.permissions import Permission

# By tool, user's id and group's id.
Decided = dict[tuple[str, int | None, int | None], str]


class Cell(NamedTuple):
    """`decision` is empty where nothing was decided; then what `unset` says holds."""

    subject: Subject
    decision: str
    unset: str


class Line(NamedTuple):
    """`comes_to`: what holds for the person that is looked at."""

    tool: Tool
    cells: list[Cell]
    comes_to: Permission | None


class Board(NamedTuple):
    subjects: list[Subject]
    person: User | None
    lines: list[Line]


def board(person: User | None, tool: str | None = None) -> Board:
    """Of every tool, or of one."""
    groups = list(_groups(person))
    policies = list(ToolPolicy.objects.filter(Q(user=None) | Q(user=person)))
    tools = list(registry.each())
    held = _held(person, tools, groups, policies) if person else {}
    subjects = [Subject(user=person)] if person else []
    subjects += [Subject(), *(Subject(group=group) for group in groups)]
    decided = {(one.tool, one.user_id, one.group_id): one.decision for one in policies}
    lines = [
        Line(one, [_cell(one, subject, decided) for subject in subjects], held.get(one.name))
        for one in tools
        if tool in {None, one.name}
    ]
    return Board(subjects, person, lines)


def _groups(person: User | None) -> QuerySet[Group]:
    """All, each with whether the person is in it."""
    mine = User.groups.through.objects.filter(user=person, group=OuterRef("pk"))
    return Group.objects.order_by("name").annotate(has_person=Exists(mine))


def _held(
    person: User, tools: list[Tool], groups: list[Group], policies: list[ToolPolicy]
) -> dict[str, Permission]:
    theirs = {None, *(group.pk for group in groups if getattr(group, "has_person", False))}
    about = [policy for policy in policies if policy.group_id in theirs]
    return {one.tool.name: one for one in permissions.weighed(person, tools, about)}


def _cell(tool: Tool, subject: Subject, decided: Decided) -> Cell:
    user, group = subject
    key = (tool.name, user.pk if user else None, group.pk if group else None)
    unset = "Not set" if user or group else f"Default: {permissions.default_of(tool).label}"
    return Cell(subject, decided.get(key, ""), unset)

"""What administrators decide about tools, for everyone, a group or one person: each decision is kept."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Q, QuerySet

from chat.errors import InputRefused, Refusal
from chat.models import User
from chat.services import tool_changes
from tools import registry
from tools.models import ToolDecision, ToolPolicy
from tools.permissions import Decision

PERMISSION = "tools.change_toolpolicy"
LISTED_AT_ONCE = 50
PEOPLE_AT_ONCE = 20
MAX_QUERY_CHARACTERS = 200


class Subject(NamedTuple):
    """Whom a decision concerns; both None: everyone."""

    user: User | None = None
    group: Group | None = None

    @property
    def key(self) -> str:
        """As forms name it."""
        if self.user:
            return f"person:{self.user.pk}"
        return f"group:{self.group.pk}" if self.group else "everyone"

    @property
    def kind(self) -> str:
        kinds = ToolDecision.Subject
        return kinds.PERSON if self.user else kinds.GROUP if self.group else kinds.EVERYONE

    @property
    def name(self) -> str:
        """What the log calls it, also when it is gone."""
        return self.user.email if self.user else self.group.name if self.group else ""

    @property
    def people(self) -> QuerySet[User] | None:
        if self.user:
            return User.objects.filter(pk=self.user.pk)
        return User.objects.filter(groups=self.group) if self.group else None


class People(NamedTuple):
    """`more`: others fit too."""

    found: list[User]
    more: bool


def may_decide(user: User) -> bool:
    return user.has_perm(PERMISSION)


def refuse_strangers(user: User) -> None:
    """Raises Refusal `not_found`: to others the page is not there."""
    if not may_decide(user):
        raise _missing()


def decide(administrator: User, tool: str, key: str, decision: str) -> None:
    """Empty takes back what was decided; the same again is no decision.

    Raises Refusal: not_found (also without the permission), bad_field.
    """
    refuse_strangers(administrator)
    subject = find_subject(key)
    if registry.find(tool) is None:
        raise _missing()
    if decision not in {"", *Decision.values}:
        raise InputRefused("bad_field", "It is never, ask or always.")
    with transaction.atomic():
        if not _write(administrator, tool, subject, decision):
            return
        _note(administrator, tool, subject, decision)
        tool_changes.tell_calls(subject.people)


def find_subject(key: str) -> Subject:
    """Raises Refusal `not_found`."""
    kind, _, number = key.partition(":")
    if key == "everyone":
        return Subject()
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    if kind == "person" and (user := User.objects.filter(pk=pk).first()):
        return Subject(user=user)
    if kind == "group" and (group := Group.objects.filter(pk=pk).first()):
        return Subject(group=group)
    raise _missing()


def people(text: str) -> People:
    """By a part of address or name; without words those about whom something was decided."""
    words = text[:MAX_QUERY_CHARACTERS].split()
    fitting = User.objects.filter(is_active=True).order_by("email")
    if not words:
        fitting = fitting.filter(pk__in=ToolPolicy.objects.exclude(user=None).values("user"))
    for word in words:
        name = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        fitting = fitting.filter(Q(email__icontains=word) | name)
    found = list(fitting[: PEOPLE_AT_ONCE + 1])
    return People(found[:PEOPLE_AT_ONCE], len(found) > PEOPLE_AT_ONCE)


def decisions(administrator: User, page: str) -> Page[ToolDecision]:
    """The log, newest first. Raises Refusal `not_found` without the permission."""
    refuse_strangers(administrator)
    return Paginator(ToolDecision.objects.newest_first(), LISTED_AT_ONCE).get_page(page)


def _write(administrator: User, tool: str, subject: Subject, decision: str) -> bool:
    """False when it was so already."""
    whom: dict[str, Any] = {"tool": tool, "user": subject.user, "group": subject.group}
    known = ToolPolicy.objects.select_for_update().filter(**whom).first()
    if decision == (known.decision if known else ""):
        return False
    if known and not decision:
        known.delete()
    else:
        decided = {"decision": decision, "decided_by": administrator}
        ToolPolicy.objects.update_or_create(**whom, defaults=decided)
    return True


def _note(administrator: User, tool: str, subject: Subject, decision: str) -> None:
    ToolDecision.objects.create(
        tool=tool,
        subject=subject.kind,
        whom=subject.name,
        decision=decision,
        decided_by=administrator,
        decided_by_name=administrator.email,
    )


def _missing() -> Refusal:
    return Refusal("not_found", "There is no such page.", status=404)

"""How this person may call: what was decided for them, for a group or for everyone, else the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from chat.errors import Refusal
from chat.models import CallPolicy, Preference, RealtimeSession, User

Setup = RealtimeSession.Setup
Transport = Preference.Transport
# Of two groups' the stricter: what goes through the server it can also hear and end.
STRICTEST_FIRST = (Transport.SOCKET, Transport.WEBRTC, Transport.AUTOMATIC)


@dataclass(frozen=True)
class Rules:
    """What holds for one person. `setup` and `transport` are empty when no policy names one."""

    stopped: bool
    setup: str
    transport: str
    longest_s: int
    idle_s: int
    at_once: int


def holding_for(user: User) -> Rules:
    return _rules(list(CallPolicy.objects.about(user)))


def setup_of(user: User, model: str) -> Setup:
    """What an administrator decided, then what the model needs, then the installation's way."""
    decided = holding_for(user).setup
    by_model = Setup.SERVER if model in settings.SERVER_SETUP_MODELS else settings.CALL_SETUP
    return Setup(decided or by_model)


def transport_of(user: User, preferred: str) -> str:
    """What an administrator decided, then what the person likes."""
    return holding_for(user).transport or preferred


def refuse_transport(user: User, wished: str) -> None:
    """Raises Refusal `other_transport` where an administrator has decided for the other one."""
    decided = holding_for(user).transport or Transport.AUTOMATIC
    if decided not in {Transport.AUTOMATIC, wished}:
        message = "An administrator has changed how calls connect. Reload the page to talk."
        raise Refusal("other_transport", message, status=409)


def holding_for_each(user_ids: Iterable[int]) -> dict[int, Rules]:
    """The same for many people, in one query, and one more where groups have policies."""
    wanted = set(user_ids)
    policies = list(CallPolicy.objects.filter(Q(user=None) | Q(user_id__in=wanted)))
    groups: dict[int, set[int]] = {user_id: set() for user_id in wanted}
    if named := {policy.group_id for policy in policies if policy.group_id is not None}:
        members = User.groups.through.objects.filter(user_id__in=wanted, group_id__in=named)
        for user_id, group_id in members.values_list("user_id", "group_id"):
            groups[user_id].add(group_id)
    return {
        user_id: _rules([policy for policy in policies if _concerns(policy, user_id, groups)])
        for user_id in wanted
    }


def lock() -> None:
    """One start, or one decision, at a time in the whole installation, until the transaction ends.

    The row for everyone stands for it: made when it is first needed, it decides nothing by itself.
    """
    CallPolicy.objects.select_for_update(no_key=True).get_or_create(user=None, group=None)


def _concerns(policy: CallPolicy, user_id: int, groups: dict[int, set[int]]) -> bool:
    if policy.group_id is not None:
        return policy.group_id in groups[user_id]
    return policy.user_id in {None, user_id}


def _rules(policies: list[CallPolicy]) -> Rules:
    """A stop holds wherever it was set; the other fields are decided one by one."""
    return Rules(
        stopped=any(policy.stopped for policy in policies),
        setup=_decided(policies, "setup", _stricter_setup) or "",
        transport=_decided(policies, "transport", _stricter_transport) or "",
        longest_s=_decided(policies, "longest_s", min) or settings.CALL_SECONDS,
        idle_s=_decided(policies, "idle_s", min) or settings.CALL_IDLE_SECONDS,
        at_once=_decided(policies, "at_once", min) or settings.CALLS_PER_USER,
    )


def _decided(policies: list[CallPolicy], field: str, stricter: Callable[[list[Any]], Any]) -> Any:
    """The person's own policy before a group's before everyone's; None when all are silent."""
    said = [(policy.precedence, getattr(policy, field)) for policy in policies]
    said = [(precedence, value) for precedence, value in said if value]
    if not said:
        return None
    first = min(precedence for precedence, _ in said)
    return stricter([value for precedence, value in said if precedence == first])


def _stricter_setup(setups: list[str]) -> str:
    """What the server sets up it can also end."""
    return Setup.SERVER if Setup.SERVER in setups else Setup.TOKEN


def _stricter_transport(transports: list[str]) -> str:
    return min(transports, key=STRICTEST_FIRST.index)

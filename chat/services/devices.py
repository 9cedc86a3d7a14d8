"""Where a person is logged in: the list, when each was last used, and logging out from afar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from chat.errors import Refusal
from chat.models import RealtimeSession, User
from chat.services import logins, user_agents

NOTED_EVERY_S = 60
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens there; it stands for none
IN_USE = timedelta(seconds=2 * NOTED_EVERY_S)  # an open page is noted at least so often


@dataclass(frozen=True)
class Device:
    """One log-in of one browser; `place` is for the eyes of its own person only."""

    id: int
    name: str
    is_phone: bool
    place: str
    since: datetime
    last_used: datetime
    is_this: bool
    is_in_call: bool

    @property
    def is_in_use(self) -> bool:
        return self.is_this or timezone.now() - self.last_used < IN_USE


@dataclass(frozen=True)
class Visit:
    """What a request says of the browser that it came from."""

    session_key: str
    address: str
    user_agent: str


def listed(user: User, session_key: str | None) -> list[Device]:
    """This device first, then by last use; log-ins that no longer hold are forgotten on the way."""
    known = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    on = _still_on(user, known)
    gone = [one.pk for one in known if one.session_key not in on]
    if gone:
        UserSession.objects.filter(pk__in=gone).delete()
    calling = set(user.sessions.open().values_list("login", flat=True))
    devices = [_device(one, session_key, calling) for one in known if one.session_key in on]
    return sorted(devices, key=lambda device: not device.is_this)


def note_use(user: User, visit: Visit) -> None:
    """At most once a minute, so that reading costs no writing."""
    if not cache.add(f"used:{logins.login_of(visit.session_key)}", 1, NOTED_EVERY_S):
        return
    facts = {"ip": visit.address, "user_agent": _cut(visit.user_agent)}
    facts_now = {**facts, "user": user, "last_seen_at": timezone.now()}
    mine = UserSession.objects.filter(session_key=visit.session_key)
    if not mine.update(**facts_now) and Session.objects.filter(pk=visit.session_key).exists():
        UserSession.objects.get_or_create(session_key=visit.session_key, defaults=facts_now)


def look(user_id: int, session_key: str) -> bool:
    """Whether an open page is still let in; if so, it is in use."""
    is_on = logins.is_on(user_id, session_key)
    if is_on:
        mine = UserSession.objects.filter(session_key=session_key, user_id=user_id)
        mine.update(last_seen_at=timezone.now())
    return is_on


def log_out(user: User, device_id: int) -> None:
    """Raises Refusal `not_found` for another's device and a missing one alike."""
    device = UserSession.objects.filter(user=user, pk=device_id).first()
    if device is None:
        raise Refusal("not_found", "There is no such device.", status=404)
    _end(user, device)


def log_out_others(user: User, session_key: str | None) -> None:
    """All but this one; without a key all."""
    for device in UserSession.objects.filter(user=user).exclude(session_key=session_key):
        _end(user, device)


def log_out_everywhere(user: User) -> None:
    """Also the calls of log-ins that nobody noted."""
    log_out_others(user, None)
    for login in set(RealtimeSession.objects.open().filter(user=user).values_list("login")):
        logins.end_of_login(user, *login)


def _still_on(user: User, known: list[UserSession]) -> set[str]:
    keys = [one.session_key for one in known]
    found = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return {session.session_key for session in found if logins.holds(session, user)}


def _device(one: UserSession, session_key: str | None, calling: set[str]) -> Device:
    name, is_phone = user_agents.described(one.user_agent)
    return Device(
        id=one.pk,
        name=name,
        is_phone=is_phone,
        place=_place(one.ip),
        since=one.created_at,
        last_used=one.last_seen_at,
        is_this=one.session_key == session_key,
        is_in_call=logins.login_of(one.session_key) in calling,
    )


def _place(address: str) -> str:
    """As far as an address tells without asking anybody."""
    found = ip_address(address)
    if found.is_unspecified:
        return "Unknown place"
    if found.is_loopback:
        return "The computer that Parley runs on"
    return f"Address {address}" if found.is_global else f"Local network, {address}"


def _end(user: User, device: UserSession) -> None:
    """First the log-in, so that nothing more begins with it."""
    device.end()
    logins.end_of_login(user, logins.login_of(device.session_key))


def _cut(user_agent: str) -> str:
    return user_agent[: UserSession._meta.get_field("user_agent").max_length]

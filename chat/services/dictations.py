"""Start, follow and end dictations: what is said goes into a text field, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from chat.errors import Refusal, missing, missing_session
from chat.models import Conversation, RealtimeSession, User
from chat.services import call_policies, dictation_options, preferences

MINUTE = timedelta(minutes=1)
AT_ONCE = 5  # on so many devices
COUNTED = ("seconds", "input_tokens", "output_tokens", "total_tokens")
# A page reports every 20 s; in the background browsers let it do so once a minute.
UNSEEN_LIMIT = timedelta(seconds=150)
EndReason = RealtimeSession.EndReason
State = RealtimeSession.State


@dataclass(frozen=True)
class Wish:
    """What a browser asks for: one connection, by a click or because the one before broke off."""

    client_id: UUID
    device: UUID
    login: str = ""
    device_name: str = ""


def start(user: User, conversation_id: UUID, wish: Wish) -> tuple[RealtimeSession, bool]:
    """Make the row of one connection; the same click gives the same one. True when it is new.

    Raises Refusal: not_found, dictation_off, calls_stopped, too_many_dictations.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # makes the count below exact
        conversation = _theirs(user, conversation_id)
        known = conversation.sessions.filter(client_id=wish.client_id).first()
        if known:
            return known, False
        mine = user.sessions.dictating().filter(device=wish.device)
        mine.update(**_over(EndReason.RENEWED))  # one microphone, one dictation
        _refuse(user)
        return _make(user, conversation, wish), True


def take_back(session: RealtimeSession) -> None:
    """No token came of it: it does not count."""
    session.delete()


def take_up(user: User, session_id: UUID) -> RealtimeSession:
    """For the path through the server: each row opens one connection.

    Raises Refusal `unknown_session`.
    """
    waiting = user.sessions.dictating().filter(pk=session_id, state=State.STARTING)
    # Not a join: two at once must both look at this row, under its lock.
    there = Conversation.objects.filter(pk=OuterRef("conversation_id"), deleted_at=None)
    waiting = waiting.filter(Exists(there))
    taken = {"state": State.LIVE, "setup": RealtimeSession.Setup.SERVER}
    if not waiting.update(**taken, last_seen_at=timezone.now()):
        raise missing_session()
    return RealtimeSession.objects.get(pk=session_id)


def report(user: User, session_id: UUID, usage: dict[str, Any], ended: str = "") -> bool:
    """It goes on, or has `ended`, and this is what it has cost so far; whether it still goes on.

    Raises Refusal `unknown_session`.
    """
    with transaction.atomic():
        mine = user.sessions.filter(transport=RealtimeSession.Transport.DICTATION)
        session = mine.select_for_update().filter(pk=session_id).first()
        if session is None:
            raise missing_session()
        session.usage = _more(session.usage, usage)
        session.last_seen_at = timezone.now()
        if session.is_open:
            session.state = State.LIVE
            if ended:
                session.end(ended)
        session.save(update_fields=["usage", "last_seen_at", "state", "end_reason", "ended_at"])
        return session.is_open


def may_go_on(session_id: UUID) -> bool:
    """Asked by the path through the server while it carries; it is seen by that."""
    on = RealtimeSession.objects.dictating().filter(pk=session_id)
    on = on.filter(conversation__deleted_at=None)
    return bool(on.update(last_seen_at=timezone.now()))


def end_of_login(user: User, login: str) -> None:
    mine = user.sessions.dictating().filter(login=login)
    mine.update(**_over(EndReason.LOGGED_OUT))


def sweep() -> int:
    """End those that no page reports any more, and what lasted too long; the number ended."""
    now = timezone.now()
    on = RealtimeSession.objects.dictating()
    longest = timedelta(seconds=settings.CALL_SECONDS)
    old = on.filter(started_at__lt=now - longest).update(**_over(EndReason.LIMIT))
    lost = on.filter(last_seen_at__lt=now - UNSEEN_LIMIT).update(**_over(EndReason.LOST))
    return int(old + lost)


def _theirs(user: User, conversation_id: UUID) -> Conversation:
    found = Conversation.objects.visible_to(user).filter(pk=conversation_id).first()
    if found is None:
        raise missing()
    return found


def _refuse(user: User) -> None:
    if not preferences.of(user).dictation:
        raise Refusal("dictation_off", "Dictation is switched off in your preferences.", status=403)
    if call_policies.holding_for(user).stopped:
        message = "An administrator has stopped calls, and dictation with them."
        raise Refusal("calls_stopped", message, status=403)
    dictation = user.sessions.filter(transport=RealtimeSession.Transport.DICTATION)
    recent = dictation.filter(started_at__gt=timezone.now() - MINUTE).count()
    on = user.sessions.dictating().count()
    if recent >= settings.DICTATION_STARTS_PER_MINUTE or on >= AT_ONCE:
        message = "Dictation was started many times in one minute. Wait a moment and try again."
        raise Refusal("too_many_dictations", message, status=429, retry=True)


def _make(user: User, conversation: Conversation, wish: Wish) -> RealtimeSession:
    model = dictation_options.model_of(preferences.of(user), timezone.localdate())
    return RealtimeSession.objects.create(
        conversation=conversation,
        user=user,
        client_id=wish.client_id,
        device=wish.device,
        device_name=wish.device_name,
        login=wish.login,
        transport=RealtimeSession.Transport.DICTATION,
        output=RealtimeSession.Output.TEXT,
        setup=call_policies.setup_of(user, model),
        model=model,
    )


def _over(reason: EndReason) -> dict[str, Any]:
    return {"state": State.ENDED, "end_reason": reason, "ended_at": timezone.now()}


def _more(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Reports may arrive late and in any order: what was counted once is not taken back."""
    return {name: max(before.get(name, 0), now.get(name, 0)) for name in {*before, *now}}

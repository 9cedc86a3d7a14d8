"""Which process hears a call by a sideband: the provider's id of the call, and the lease on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from chat import broadcasts
from chat.errors import Refusal
from chat.models import Message, RealtimeSession, ToolCall, User
from chat.services import sessions
from chat.services.thread import writing

LEASE = timedelta(seconds=6)
ATTACHED, LOST, NONE = "attached", "lost", "none"
REFUSALS = {
    "call_taken": "That call belongs to another session.",
    "call_not_ours": "That call is another's: the server does not hear it.",
    "not_attached": "The server does not hear this call.",
}


def state_of(session: RealtimeSession) -> str:
    """The content of a `sideband` frame. A call that some process once heard has lost its sideband."""
    if session.is_attached:
        return ATTACHED
    return LOST if session.is_open and session.attached_by else NONE


def claim(user: User, session_id: UUID, call_id: str) -> RealtimeSession:
    """A browser's word for the id of its call; stored only when the sideband has confirmed it.

    Raises Refusal: unknown_session, call_over, call_taken.
    """
    session = sessions.find(user, session_id)
    if not session.is_open:
        raise over()
    known = RealtimeSession.objects.filter(call_id=call_id).exclude(pk=session.pk).exists()
    if known or session.is_relayed or session.call_id not in {None, call_id}:
        raise refusal("call_taken")
    return session


def offer(user: User, conversation_id: UUID, session_id: UUID) -> RealtimeSession:
    """Whoever is first may post the session's one offer.

    Raises Refusal: unknown_session, bad_request, call_over, already_offered.
    """
    session = sessions.find_in(user, conversation_id, session_id)
    if session.setup != RealtimeSession.Setup.SERVER or session.is_relayed:
        raise Refusal("bad_request", "This call takes no offer.")
    starting = RealtimeSession.objects.open().filter(pk=session_id)
    if starting.filter(state=session.State.STARTING).update(state=session.State.LIVE):
        return session
    if starting.exists():
        raise Refusal("already_offered", "This call has its offer already.", status=409)
    raise over()


def answered(session_id: UUID, call_id: str | None) -> bool:
    """Keep the id that the provider gave to our own offer; False when the call ended meanwhile.

    What a browser may have claimed of that id gives way: this is first hand.
    """
    with transaction.atomic():
        if call_id:
            RealtimeSession.objects.filter(call_id=call_id).update(call_id=None)
            RealtimeSession.objects.filter(pk=session_id).update(call_id=call_id)
        return RealtimeSession.objects.open().filter(pk=session_id).exists()


def attachable(keeper: str, session_id: UUID) -> RealtimeSession | None:
    """The open call, unless another process hears it now; nobody can join one that is relayed."""
    mine = RealtimeSession.objects.open().filter(_free_for(keeper), pk=session_id)
    mine = mine.exclude(transport=RealtimeSession.Transport.SOCKET)
    return mine.select_related("conversation", "user").first()


def adoptable() -> list[UUID]:
    return list(RealtimeSession.objects.adoptable().values_list("pk", flat=True))


def take(keeper: str, session_id: UUID, call_id: str | None) -> bool:
    """Take the lease of a call that its sideband has confirmed; False when another was first.

    A relayed call has no id.
    """
    until = timezone.now() + LEASE
    mine = RealtimeSession.objects.open().filter(_free_for(keeper), pk=session_id)
    try:
        with transaction.atomic():
            mine = mine.filter(Q(call_id=None) | Q(call_id=call_id))
            taken = mine.update(call_id=call_id, attached_by=keeper, attached_until=until)
    except IntegrityError:  # another session has confirmed this id meanwhile
        return False
    return taken == 1


def announce(session_id: UUID) -> None:
    """The server hears this call: tools and answers are its own from now on."""
    _tell(RealtimeSession.objects.get(pk=session_id), ATTACHED)


def renew(keeper: str, held: Collection[UUID]) -> set[UUID]:
    """Keep the leases of these calls; those that are still open and ours.

    One that was released while this was on its way stays released.
    """
    mine = RealtimeSession.objects.open().filter(attached_by=keeper, pk__in=held)
    mine = mine.exclude(attached_until=None)
    renewed = mine.update(attached_until=timezone.now() + LEASE)
    return set(held) if renewed == len(held) else set(mine.values_list("pk", flat=True))


def release(keeper: str, session_id: UUID, *, is_lost: bool) -> None:
    """Let another process have the call; with `is_lost` its tabs hear that nobody listens."""
    mine = RealtimeSession.objects.filter(attached_by=keeper, pk=session_id)
    if not mine.update(attached_until=None):
        return
    session = mine.get()
    if not session.is_open:
        return
    if is_lost:
        _tell(session, LOST)
        broadcasts.outputs_due(session, delayed=True)
    else:
        broadcasts.sideband_free(session)


def claimed_calls(session_id: UUID) -> list[UUID]:
    """Tool calls that waited for the server's ear, and need wait no longer."""
    waiting = ToolCall.objects.claimable().filter(session_id=session_id)
    return list(waiting.values_list("pk", flat=True))


def owed(held: Collection[UUID]) -> list[UUID]:
    """Of these calls, those that may have to be told or asked something: of most it is nothing."""
    calls = ToolCall.objects.filter(session__conversation=OuterRef("conversation"))
    mine = RealtimeSession.objects.filter(Exists(calls.filter(delivered_at=None)), pk__in=held)
    return list(mine.values_list("pk", flat=True))


def unconfirmed(session_id: UUID) -> list[str]:
    """Items of tool calls that only the browser has told of."""
    browser = Message.CapturedBy.BROWSER
    calls = ToolCall.objects.filter(session_id=session_id, captured_by=browser).unfinished()
    return [item for item in calls.values_list("message__item_id", flat=True) if item]


def refuse(session_id: UUID, code: str) -> None:
    """Say to the tabs what could not be done for their call (REFUSALS), after they were answered."""
    session = RealtimeSession.objects.get(pk=session_id)
    broadcasts.call_refused(session.user_id, str(session.pk), code)


def refusal(code: str) -> Refusal:
    return Refusal(code, REFUSALS[code], status=409)


def note(session_id: UUID, sentence: str) -> None:
    """A line of the server's own in the call's conversation."""
    session = RealtimeSession.objects.select_related("user").get(pk=session_id)
    with writing(session.user, session.conversation_id) as thread:
        thread.insert(
            session=session,
            role=Message.Role.SYSTEM,
            kind=Message.Kind.TEXT,
            status=Message.Status.FINAL,
            content=sentence,
            captured_by=Message.CapturedBy.SERVER,
        )


def over() -> Refusal:
    return Refusal("call_over", "This call is over.", status=410)


def _free_for(keeper: str) -> Q:
    nobody = Q(attached_until=None) | Q(attached_until__lte=timezone.now())
    return nobody | Q(attached_by=keeper)


def _tell(session: RealtimeSession, state: str) -> None:
    broadcasts.sideband_changed(session.user_id, str(session.pk), state)

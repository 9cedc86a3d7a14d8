"""Start, find and end calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.errors import Refusal, missing_session
from chat.models import Conversation, RealtimeSession, User
from chat.services import call_policies, endings, limits, modes, moves, preferences
from chat.services.thread import Thread, writing

MINUTE = timedelta(minutes=1)
EndReason = RealtimeSession.EndReason


@dataclass(frozen=True)
class Wish:
    """What a browser asks for when it starts a call, or goes on with one in a fresh session.

    `moves` is the session that it leaves; `cut_off`: what was said there may have had no answer.
    """

    client_id: UUID
    device: UUID
    microphone: bool = True
    take_over: bool = False
    login: str = ""
    device_name: str = ""
    moves: UUID | None = None
    cut_off: bool = False
    transport: str = RealtimeSession.Transport.WEBRTC


def start(user: User, conversation_id: UUID, wish: Wish) -> tuple[RealtimeSession, bool]:
    """Make the session's row; the same click gives the same session. True when it is new.

    Raises Refusal: not_found, call_elsewhere, call_over, other_transport, too_many_calls, and
    what `limits.refuse_start` raises.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # makes the count below exact
        with writing(user, conversation_id) as thread:
            known = thread.conversation.sessions.filter(client_id=wish.client_id).first()
            if known:
                return known, False
            _refuse_too_many(user)
            left = moves.left_by(thread, wish)
            if left is None:  # a call goes on as it began
                call_policies.refuse_transport(user, wish.transport)
            modes.begin_live(thread.conversation)
            before = _end_the_open_one(thread, wish, left)
            limits.refuse_start(user)
            return _make(user, thread.conversation, wish, left or before), True


def find(user: User, session_id: UUID) -> RealtimeSession:
    """Raises Refusal `unknown_session` for another's session and a missing one alike."""
    mine = RealtimeSession.objects.filter(user=user, conversation__deleted_at=None)
    mine = mine.exclude(transport=RealtimeSession.Transport.DICTATION)
    try:
        return mine.select_related("conversation", "user").get(pk=session_id)
    except RealtimeSession.DoesNotExist:
        raise missing_session() from None


def find_in(user: User, conversation_id: UUID, session_id: UUID) -> RealtimeSession:
    """Like `find`, for an address that names the conversation too: both must be right."""
    session = find(user, session_id)
    if session.conversation_id != conversation_id:
        raise missing_session()
    return session


def end(user: User, session_id: UUID, reason: str) -> None:
    """End a call and settle its rows; ending twice changes nothing."""
    conversation_id = find(user, session_id).conversation_id
    with writing(user, conversation_id) as thread:
        session = thread.conversation.sessions.select_for_update().get(pk=session_id)
        if session.is_open:
            endings.close(thread, session, reason)


def live_in(user: User, conversation_id: UUID) -> dict[str, str] | None:
    """Where this conversation is in a call; the content of a `where` frame."""
    spoken = RealtimeSession.objects.open().spoken()
    found = spoken.filter(user=user, conversation_id=conversation_id)
    session = found.select_related("conversation").first()
    return endings.described(session) if session else None


def _refuse_too_many(user: User) -> None:
    calls = user.sessions.calls().exclude(transport=RealtimeSession.Transport.DICTATION)
    recent = calls.filter(started_at__gt=timezone.now() - MINUTE).count()
    if recent >= settings.SESSION_STARTS_PER_MINUTE:
        message = "That is many calls in one minute. Wait a moment and try again."
        raise Refusal("too_many_calls", message, status=429, retry=True)


def _end_the_open_one(
    thread: Thread, wish: Wish, left: RealtimeSession | None
) -> RealtimeSession | None:
    session = thread.conversation.sessions.open().select_for_update().first()
    if session is None:
        return None
    if session.is_classic:
        endings.close(thread, session, EndReason.ENDED)
        return None
    is_call = session.output == RealtimeSession.Output.AUDIO
    if session.device != wish.device and is_call and not wish.take_over:
        message = f"This conversation is in a call in {session.device_name or 'another browser'}."
        raise Refusal("call_elsewhere", message, status=409)
    if session.device == wish.device or session.is_out_of_sight:
        session.parted_at = timezone.now()  # nobody is there to say goodbye, or nobody need
    goes_on = left and session.device == wish.device  # or one made by an answer that was lost
    reason = EndReason.RENEWED if goes_on else EndReason.TAKEN_OVER
    endings.close(thread, session, reason, wish.device_name)
    return session


def _make(
    user: User, conversation: Conversation, wish: Wish, before: RealtimeSession | None
) -> RealtimeSession:
    """A call is as old, and as long silent, as it was before it went over to this session."""
    Output = RealtimeSession.Output
    left = before if before and before.device == wish.device else None
    now = timezone.now()
    choice = preferences.chosen(conversation, preferences.of(user), timezone.localdate())
    session = RealtimeSession.objects.create(
        conversation=conversation,
        user=user,
        client_id=wish.client_id,
        device=wish.device,
        device_name=wish.device_name,
        continues=before,
        login=wish.login,
        output=Output.AUDIO if wish.microphone else Output.TEXT,
        transport=wish.transport,
        setup=_setup(user, wish, choice.model),
        model=choice.model,
        voice=choice.voice,
        call_started_at=left.call_started_at if left else now,
        last_active_at=left.last_active_at if left else now,
    )
    endings.tell(session)
    return session


def _setup(user: User, wish: Wish, model: str) -> RealtimeSession.Setup:
    if wish.transport == RealtimeSession.Transport.SOCKET:
        return RealtimeSession.Setup.SERVER
    return call_policies.setup_of(user, model)

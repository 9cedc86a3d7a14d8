"""The end of a call: its rows settled, its tabs told, the provider asked to hang up."""

from chat import broadcasts
from chat.models import Message, RealtimeSession
from chat.services.thread import Thread


def close(
    thread: Thread, session: RealtimeSession, reason: str, continued_on: str | None = None
) -> None:
    """End a call within the thread's transaction: its rows are settled, its tabs told after commit.

    `continued_on`: the name of the device that takes it over.
    """
    session.end(reason)
    session.save(update_fields=["state", "end_reason", "ended_at", "parted_at"])
    settle(thread, session)
    if session.is_classic:
        broadcasts.answer_over(session)
        broadcasts.mode_changed(thread.conversation)
        return
    broadcasts.session_changed(session.user_id, _described(session, continued_on or ""))
    if session.call_id or session.is_relayed:  # the process that carries it lets it go
        broadcasts.hang_up_due(session)


def settle(thread: Thread, session: RealtimeSession) -> None:
    """No row stays live after its session: what has text was cut off, what has none was not heard."""
    for message in thread.live_rows(session):
        if message.role == Message.Role.TOOL and hasattr(message, "tool_call"):
            continue  # its tool's own end settles it
        message.settle()
        thread.change(message)


def tell(session: RealtimeSession) -> None:
    broadcasts.session_changed(session.user_id, described(session))


def described(session: RealtimeSession) -> dict[str, str]:
    """The content of a `session` frame."""
    later = session.continued_by.first() if session.is_fenced else None
    return _described(session, later.device_name if later else "")


def _described(session: RealtimeSession, continued_on: str) -> dict[str, str]:
    return {
        "session": str(session.pk),
        "conversation": str(session.conversation_id),
        "state": "live" if session.is_open else "ended",
        "reason": session.end_reason,
        "device": str(session.device),
        "device_name": session.device_name,
        "since": session.call_started_at.isoformat(),
        "continued_on": continued_on,
        "output": session.output,
        "title": str(session.conversation),
    }

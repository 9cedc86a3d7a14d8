"""Words for those who review: how a call ended, how long it lasted."""

from django import template
from django.utils import timezone

from chat.models import RealtimeSession

register = template.Library()

EndReason = RealtimeSession.EndReason
END_REASONS = {
    EndReason.ENDED: "Ended by the person",
    EndReason.LEFT: "The page was closed",
    EndReason.FAILED: "It failed",
    EndReason.LOST: "The connection was lost",
    EndReason.TAKEN_OVER: "Another call took its place",
    EndReason.RENEWED: "The call went on in a fresh session",
    EndReason.LOGGED_OUT: "The person logged out",
    EndReason.LIMIT: "It reached the longest time of a call",
    EndReason.IDLE: "Nobody spoke for too long",
    EndReason.STOPPED: "Stopped by an administrator",
    EndReason.SUSPENDED: "It waits for its tools",
    EndReason.ALTERED: "Its settings were altered again and again",
    EndReason.DELETED: "The conversation was deleted",
}
Transport = RealtimeSession.Transport
TRANSPORTS = {
    Transport.WEBRTC: "WebRTC",
    Transport.SOCKET: "Through the server",
    Transport.CLASSIC: "An answer in writing",
    Transport.DICTATION: "Dictation",
}


@register.filter
def transport(session: RealtimeSession) -> str:
    return TRANSPORTS[Transport(session.transport)]


@register.filter
def end_reason(session: RealtimeSession) -> str:
    return "Going on" if session.is_open else END_REASONS[EndReason(session.end_reason)]


@register.filter
def lasted(session: RealtimeSession) -> str:
    """Like 0:07 or 1:02:07; so far, while it goes on."""
    until = session.ended_at or timezone.now()
    seconds = max(0, int((until - session.started_at).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

"""Why a classic answer is not whole."""

from django import template

from chat.models import Message
from chat.provider.errors import said_in_writing

STOPPED = "Stopped before the end"
Status = Message.Status

register = template.Library()


@register.simple_tag
def why_not_whole(message: Message) -> str:
    """In one sentence; "" where it is whole, or was no classic answer."""
    if message.status not in {Status.FAILED, Status.INTERRUPTED} or not message.session:
        return ""
    if not message.session.is_classic:
        return ""
    said = said_in_writing(message.session.problem)
    return said or (STOPPED if message.status == Status.INTERRUPTED else "")

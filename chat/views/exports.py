"""A conversation as a file, or as text for the clipboard."""

import re
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from chat.models import User
from chat.services import conversations, event_log, exports
from chat.views.person import Request, page

FORMATS = exports.FORMATS | {"events.jsonl": event_log.jsonl}
LINES = "application/x-ndjson"
TYPES = {"jsonl": LINES, "events.jsonl": LINES, "md": "text/markdown", "txt": "text/plain"}
NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
NAME_CHARACTERS = 60


@require_GET
@page
def export(request: Request, user: User, conversation_id: UUID, kind: str) -> HttpResponse:
    if kind not in FORMATS:
        raise Http404
    conversation = conversations.find(user, conversation_id)
    text = "".join(FORMATS[kind](conversation))
    answer = HttpResponse(text, content_type=f"{TYPES[kind]}; charset=utf-8")
    name = NOT_IN_A_NAME.sub("-", str(conversation))[:NAME_CHARACTERS].strip("-.") or "conversation"
    answer.headers["Content-Disposition"] = f'attachment; filename="{_ascii(name)}.{kind}"'
    return answer


def _ascii(name: str) -> str:
    return name.encode("ascii", "ignore").decode() or "conversation"

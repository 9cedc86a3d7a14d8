"""What a post of something said has to tell of its answer, in Classic."""

from __future__ import annotations

from typing import Any

from chat.errors import Refusal
from chat.models import Message, Mode, User
from chat.realtime import calls
from chat.services import answers
from chat.views.json_view import done


async def of_message(user: User, message: Message) -> dict[str, Any]:
    """`mode`; in Classic also `answering` (the answer's id), or the `problem` that none begins.

    The message is stored either way. Said again (a lost answer) it asks again, unless more was said.
    """
    conversation = message.conversation
    if conversation.mode != Mode.CLASSIC:
        return {"mode": conversation.mode}
    try:
        session_id = await _ask(user, message)
    except Refusal as refused:
        problem = {"code": refused.code, "message": refused.message, "retry": refused.retry}
        return {"mode": Mode.CLASSIC, "answering": None, "problem": problem}
    return {"mode": Mode.CLASSIC, "answering": session_id}


async def _ask(user: User, message: Message) -> str | None:
    if not await done(answers.is_due, user, message):
        return None
    return str((await calls.ask(user, message.conversation_id)).pk)

"""Classic answers: ask for one to what was said last, and stop it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from chat.models import User
from chat.realtime import calls
from chat.services import answers, conversations
from chat.views.json_view import done, json_view


@json_view
async def create(request: HttpRequest, user: User, conversation_id: UUID) -> HttpResponse:
    """For a Retry, and for what was said before the switch to Classic."""
    await done(conversations.find, user, conversation_id)
    session = await calls.ask(user, conversation_id)
    return JsonResponse({"answering": str(session.pk)}, status=201)


@json_view
async def end(request: HttpRequest, user: User, conversation_id: UUID) -> HttpResponse:
    """Stop, from whichever device; what was said stays."""
    await done(answers.stop, user, conversation_id)
    return HttpResponse(status=204)

"""What holds for one conversation: its assistant, instructions, voice, model; and what the model is told."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chat.forms.assistants import ConversationForm
from chat.models import User
from chat.realtime import session_config
from chat.services import conversations
from chat.views.person import Request, page

CHOSEN = ["assistant", "instructions", "voice", "model"]


@require_http_methods(["GET", "POST"])
@page
def edit(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    conversation = conversations.find(user, conversation_id)
    form = ConversationForm(user, request.POST or None, instance=conversation)
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        conversation.save(update_fields=CHOSEN)
        return redirect("conversation", conversation_id)
    told = session_config.instructions(form.instance)
    tools = session_config.tools(user, form.instance)
    context = {"form": form, "conversation": conversation, "told": told, "tools": tools}
    status = 422 if form.errors else 200
    return render(request, "conversations/settings.html", context, status=status)

"""The settings of a call, from the side: saved as one changes them, held at once where that is possible."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from chat.forms.call_settings import CallSettingsForm
from chat.models import User
from chat.services import call_settings, conversations, preferences
from chat.views.person import Request, page
from tools import permissions


@require_http_methods(["GET", "POST"])
@page
def edit(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    settings = call_settings.of(conversations.find(user, conversation_id))
    form = CallSettingsForm(settings, request.POST or None, preferences.of(user))
    changed = {}
    if request.method == "POST" and form.is_valid():
        changed = form.changes(request.POST.get("only", ""))
        call_settings.change(user, settings, changed)
    if not request.htmx:
        return redirect("preferences")
    outcome = request.method == "POST"
    template = "preferences/_outcome.html" if outcome else "conversations/_call_settings.html"
    shown = {"form": form, "settings": settings, "held": lambda: permissions.of(user)}
    answer = render(request, template, shown)
    # Another voice needs a fresh session, which is the page's to open.
    return trigger_client_event(answer, "voice-chosen") if "voice" in changed else answer

"""Assistants: the list, one's form, its deletion."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.forms.assistants import AssistantForm
from chat.models import Assistant, User
from chat.services import assistants
from chat.views.person import Request, page


@require_GET
@page
def collection(request: Request, user: User) -> HttpResponse:
    found = assistants.each(user)
    editable = set(Assistant.objects.editable_by(user).values_list("pk", flat=True))
    return render(request, "assistants/list.html", {"assistants": found, "editable": editable})


@require_http_methods(["GET", "POST"])
@page
def new(request: Request, user: User) -> HttpResponse:
    return _form(request, user, Assistant())


@require_http_methods(["GET", "POST"])
@page
def edit(request: Request, user: User, assistant_id: UUID) -> HttpResponse:
    return _form(request, user, assistants.find_to_edit(user, assistant_id))


@require_POST
@page
def delete(request: Request, user: User, assistant_id: UUID) -> HttpResponse:
    """Conversations with it stay; they go on without one."""
    assistants.find_to_edit(user, assistant_id).delete()
    return redirect("assistants")


def _form(request: Request, user: User, assistant: Assistant) -> HttpResponse:
    form = AssistantForm(user, request.POST or None, instance=assistant)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("assistants")
    status = 422 if request.method == "POST" else 200
    return render(request, "assistants/edit.html", {"form": form}, status=status)

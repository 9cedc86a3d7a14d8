"""The conversation page, the list, and the sidebar's part of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from chat.models import User
from chat.services import conversations, pages
from chat.views.person import Request, page

PAGE = 500


@require_GET
@page
def home(request: Request, user: User) -> HttpResponse:
    return redirect("conversation", conversations.latest_or_new(user).pk)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@page
def collection(request: Request, user: User) -> HttpResponse:
    if request.method == "POST":
        return redirect("conversation", conversations.create(user).pk)
    boosted_or_whole = not request.htmx or request.htmx.boosted
    template = "conversations/list.html" if boosted_or_whole else "conversations/_list.html"
    return render(request, template, {"conversations": conversations.listed(user)[:PAGE]})


@require_GET
@page
def recent(request: Request, user: User) -> HttpResponse:
    return render(request, "conversations/_recent.html")


@require_GET
@page
def detail(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    conversation = conversations.find(user, conversation_id)
    context = {"conversation": conversation, "page": pages.newest(conversation)}
    return render(request, "conversations/detail.html", context)

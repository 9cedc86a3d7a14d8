"""The conversation page, the list, the sidebar's part of it, and what one does to a conversation."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from chat.errors import InputRefused
from chat.models import Assistant, Conversation, User
from chat.services import assistants, browsing, conversations, pages
from chat.views.person import Request, page


@require_GET
@page
def home(request: Request, user: User) -> HttpResponse:
    assistant = _assistant(request, user)
    found = conversations.create(user, assistant) if assistant else None
    return redirect("conversation", (found or conversations.latest_or_new(user)).pk)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@page
def collection(request: Request, user: User) -> HttpResponse:
    if request.method == "POST":
        return redirect("conversation", conversations.create(user, _assistant(request, user)).pk)
    boosted_or_whole = not request.htmx or request.htmx.boosted
    template = "conversations/list.html" if boosted_or_whole else "conversations/_list.html"
    return render(request, template, {"page": browsing.page(user, _search(request))})


@require_GET
@page
def recent(request: Request, user: User) -> HttpResponse:
    """What the shell shows of the list, and what became of the conversation on the asking page."""
    here = _shown_on(request)
    found = Conversation.objects.visible_to(user).filter(pk=here).first() if here else None
    return render(request, "conversations/_changes.html", {"here": here, "found": found})


@require_GET
@page
def detail(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    conversation = conversations.find(user, conversation_id)
    context = {"conversation": conversation, "page": pages.newest(conversation)}
    return render(request, "conversations/detail.html", context)


@require_GET
@page
def row(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    """Its row in the list again, when renaming was given up."""
    return _row(request, user, conversation_id)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@page
def title(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    """A form in the row's place, then the row again; a page of its own without scripts."""
    conversation = conversations.find(user, conversation_id)
    if request.method == "GET":
        return _title_form(request, conversation)
    try:
        conversations.rename(user, conversation_id, request.POST.get("title", ""))
    except InputRefused as refusal:
        return _title_form(request, conversation, refusal)
    return _row(request, user, conversation_id)


@require_POST
@page
def archive(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    conversations.archive(user, conversation_id)
    return _row_gone(request)


@require_POST
@page
def archive_undo(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    conversations.unarchive(user, conversation_id)
    return _row_gone(request)


@require_POST
@page
def deletion(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    conversations.delete(user, conversation_id)
    return _row_gone(request)


@require_POST
@page
def deletion_undo(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    conversations.undelete(user, conversation_id)
    return _row_gone(request)


def _search(request: Request) -> browsing.Search:
    asked = request.GET
    rows = asked.get("rows", "")
    return browsing.Search(
        text=asked.get("q", ""),
        archived=asked.get("archived") == "1",
        after=asked.get("after", ""),
        rows=int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 5 else browsing.PAGE,
    )


def _shown_on(request: Request) -> UUID | None:
    """The conversation on the page that asks, by that page's address."""
    try:
        found = resolve((request.htmx.current_url_abs_path or "").partition("?")[0])
    except Resolver404:
        return None
    return found.kwargs["conversation_id"] if found.url_name == "conversation" else None


def _row(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    context = {"conversation": browsing.row(user, conversation_id)}
    if not request.htmx:
        return redirect("conversations")
    return render(request, "conversations/_row.html", context)


def _row_gone(request: Request) -> HttpResponse:
    """Nothing takes the row's place."""
    return HttpResponse() if request.htmx else redirect("conversations")


def _title_form(
    request: Request, conversation: Conversation, refusal: InputRefused | None = None
) -> HttpResponse:
    template = "conversations/_title.html" if request.htmx else "conversations/title.html"
    context = {"conversation": conversation, "problem": refusal.message if refusal else ""}
    return render(request, template, context, status=422 if refusal else 200)


def _assistant(request: Request, user: User) -> Assistant | None:
    """`assistant`, of the address or the form; one that is not theirs is a 404."""
    asked = request.POST.get("assistant") or request.GET.get("assistant")
    if not asked:
        return None
    try:
        return assistants.find(user, UUID(asked))
    except ValueError:
        raise Http404 from None

"""A person's tasks, events and notes: the page, its rows, and what one does to one of them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.errors import Refusal
from chat.forms.items import ItemForm
from chat.models import User
from chat.plain_text import tidied
from chat.services import items
from chat.views.person import Request, page
from tools.models import Item


@require_http_methods(["GET", "POST"])
@page
def collection(request: Request, user: User) -> HttpResponse:
    if request.method == "POST":
        return _added(request, user)
    return _board(request, user)


@require_http_methods(["GET", "POST"])
@page
def edit(request: Request, user: User, item_id: int) -> HttpResponse:
    """A form in the row's place, then the row again; a page of its own without scripts."""
    item = items.find(user, item_id)
    form = ItemForm(request.POST or None, item)
    if request.method == "POST" and form.is_valid():
        try:
            return _row(request, items.change(user, item_id, form.chosen()))
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    template = "items/_edit.html" if request.htmx else "items/edit.html"
    return render(request, template, {"form": form, "item": item})


@require_GET
@page
def row(request: Request, user: User, item_id: int) -> HttpResponse:
    """Its row again, when editing was given up."""
    return _row(request, items.find(user, item_id))


@require_POST
@page
def done(request: Request, user: User, item_id: int) -> HttpResponse:
    return _row(request, items.change(user, item_id, {"done": bool(request.POST.get("done"))}))


@require_POST
@page
def deletion(request: Request, user: User, item_id: int) -> HttpResponse:
    return _row(request, items.delete(user, item_id))


@require_POST
@page
def deletion_undo(request: Request, user: User, item_id: int) -> HttpResponse:
    return _row(request, items.restore(user, item_id))


@require_POST
@page
def change_undo(request: Request, user: User, item_id: int) -> HttpResponse:
    return _row(request, items.take_back(user, item_id))


def _added(request: Request, user: User) -> HttpResponse:
    """The page's list is drawn anew by its script; here is only what went wrong."""
    kind, title = request.POST.get("kind", ""), request.POST.get("title", "")
    problem = ""
    try:
        if kind not in Item.Kind.values or len(title) > 200:
            raise Refusal("bad_field", "That is no item.")
        items.create(user, {"kind": kind, "title": title})
    except Refusal as refusal:
        problem = refusal.message
    if request.htmx:
        return render(request, "items/_added.html", {"problem": problem, "kind": kind})
    return _board(request, user, problem) if problem else redirect("items")


def _board(request: Request, user: User, problem: str = "") -> HttpResponse:
    given = request.GET
    asked = items.Asked(
        given.get("only", ""), tidied(given.get("q", "")[:200]), given.get("page", "1")
    )
    shown = {"sections": items.board(user, asked), "asked": asked, "problem": problem}
    return render(request, "items/list.html", {**shown, "kinds": Item.Kind.values})


def _row(request: Request, item: Item) -> HttpResponse:
    if not request.htmx:
        return redirect("items")
    return render(request, "items/_item.html", {"item": item})

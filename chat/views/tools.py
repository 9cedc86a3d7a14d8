"""Tools: a person's own page with its switches, and the administrators' matrix and log."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.models import ToolGrant, User
from chat.services import approvals, mcp_servers, tool_board, tool_policies, tool_toggles
from chat.views.person import Request, page
from tools import permissions


@require_GET
@page
def collection(request: Request, user: User) -> HttpResponse:
    rights = {
        "may_decide": tool_policies.may_decide(user),
        "may_add": mcp_servers.may_change(user),
    }
    shown = {"held": permissions.of(user), "grants": ToolGrant.objects.of(user.pk)} | rights
    return render(request, "tools/list.html", shown)


@require_POST
@page
def revoke(request: Request, user: User, grant_id: int) -> HttpResponse:
    """What was allowed for a conversation asks again from now on."""
    approvals.revoke(user, grant_id)
    return redirect("tools")


@require_POST
@page
def toggle(request: Request, user: User, tool: str) -> HttpResponse:
    held = tool_toggles.switch(user, tool, on=bool(request.POST.get("on")))
    if not request.htmx:
        return redirect("tools")
    template = "tools/_panel_toggled.html" if "panel" in request.POST else "tools/_toggled.html"
    return render(request, template, {"held": held})


@require_GET
@page
def matrix(request: Request, user: User) -> HttpResponse:
    tool_policies.refuse_strangers(user)
    text = request.GET.get("q", "")
    board, people = tool_board.board(_person(request.GET)), tool_policies.people(text)
    shown = {"board": board, "text": text, "people": people}
    return render(request, "tools/permissions.html", shown)


@require_POST
@page
def permission(request: Request, user: User, tool: str) -> HttpResponse:
    """Answered by the tool's line of the matrix."""
    key, decision = request.POST.get("subject", ""), request.POST.get("decision", "")
    tool_policies.decide(user, tool, key, decision)
    if not request.htmx:
        return redirect("tool_permissions")
    board = tool_board.board(_person(request.POST), tool)
    return render(request, "tools/_decided.html", {"board": board, "line": board.lines[0]})


@require_GET
@page
def decisions(request: Request, user: User) -> HttpResponse:
    found = tool_policies.decisions(user, request.GET.get("page", "1"))
    return render(request, "tools/decisions.html", {"decisions": found})


def _person(fields: Any) -> User | None:
    """The person whose column stands in the matrix. Raises Refusal `not_found`."""
    number = fields.get("person", "")
    return tool_policies.find_subject(f"person:{number}").user if number else None

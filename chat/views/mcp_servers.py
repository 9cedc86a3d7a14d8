"""The administrators' page of remote MCP servers: one page, redrawn after each of its posts."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chat.forms.mcp_servers import McpServerForm
from chat.models import User
from chat.services import mcp_servers
from chat.views.person import Request, page

PLACE = "mcp_servers"


@require_http_methods(["GET", "POST"])
@page
def collection(request: Request, user: User) -> HttpResponse:
    """A post adds one."""
    servers = mcp_servers.each(user)
    form = McpServerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mcp_servers.add(user, form.wanted())
        return redirect(PLACE)
    shown = {"servers": servers, "form": form}
    return render(request, "mcp/list.html", shown, status=422 if request.POST else 200)


@require_POST
@page
def look(request: Request, user: User, server_id: int) -> HttpResponse:
    mcp_servers.look(user, server_id)
    return redirect(PLACE)


@require_POST
@page
def switch(request: Request, user: User, server_id: int) -> HttpResponse:
    mcp_servers.switch(user, server_id, on=request.POST.get("on") == "yes")
    return redirect(PLACE)


@require_POST
@page
def agreement(request: Request, user: User, server_id: int) -> HttpResponse:
    """Fields `tool-<id>` with the digest of what was shown."""
    mcp_servers.agree(user, server_id, _digests(request.POST))
    return redirect(PLACE)


@require_POST
@page
def remove(request: Request, user: User, server_id: int) -> HttpResponse:
    mcp_servers.remove(user, server_id)
    return redirect(PLACE)


def _digests(fields: QueryDict) -> dict[int, str]:
    numbered = {name.removeprefix("tool-"): str(value) for name, value in fields.items()}
    return {
        int(number): digest
        for number, digest in numbered.items()
        if number.isascii() and number.isdigit() and len(number) < 16
    }

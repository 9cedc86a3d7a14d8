"""The connection check: a page of plain findings, and the part that only the server can find."""

import time

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chat.errors import Refusal
from chat.models import User
from chat.realtime import calls
from chat.views.json_view import json_view
from chat.views.person import Request, page

TOKEN_S = 10
PAUSE_S = 2


@require_GET
@page
def show(request: Request, user: User) -> HttpResponse:
    return render(request, "check.html")


@json_view
async def provider(request: HttpRequest, user: User) -> HttpResponse:
    """Ask the provider for a token that nobody gets; how long it took, in ms."""
    if not await cache.aadd(f"check.{user.pk}", 1, PAUSE_S):
        raise Refusal("too_fast", "That was a little fast. Wait a moment.", status=429, retry=True)
    began = time.monotonic()
    await calls.provider().mint({"type": "realtime"}, TOKEN_S, user.opaque_id)
    return JsonResponse({"ms": round((time.monotonic() - began) * 1000)})

"""Who asks: pages that need a log-in get the user with its type."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from chat.errors import Refusal
from chat.models import User
from chat.services import devices


class Request(HttpRequest):
    """A request after the htmx middleware."""

    htmx: HtmxDetails


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`view(request, user, **kwargs)` for a logged-in user; a refusal becomes a 404 or 400 page."""

    @login_required
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        assert isinstance(user, User)  # noqa: S101 - login_required has seen to it; this tells mypy
        devices.note_use(user, visit(request))
        try:
            return view(request, user, **kwargs)
        except Refusal as refusal:
            if refusal.status == 404:
                raise Http404(refusal.message) from refusal
            if refusal.status == 400:
                raise BadRequest(refusal.message) from refusal
            raise

    return answer


def visit(request: HttpRequest) -> devices.Visit:
    agent = request.headers.get("User-Agent", "")
    return devices.Visit(request.session.session_key or "", _address(request), agent)


def _address(request: HttpRequest) -> str:
    """That of the browser, past as many proxies as are ours. No page fails for want of it."""
    try:
        return str(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return devices.UNKNOWN_ADDRESS

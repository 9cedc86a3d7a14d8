"""Pages about errors, as Django draws them: on threads of the event loop's own, where it closes no connection.

Each such thread would keep one of the pool's, until nobody finds one any more.
"""

import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from chat import connections
from config import unavailable


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _drawn(defaults.bad_request, request, exception)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _drawn(defaults.permission_denied, request, exception)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _drawn(defaults.page_not_found, request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    """Django's, unless it was the database that failed outside the views (a session that is read)."""
    if isinstance(sys.exc_info()[1], unavailable.AWAY):
        return unavailable.page(request)
    return _drawn(defaults.server_error, request)


def _drawn(view: Callable[..., HttpResponse], *given: Any) -> HttpResponse:
    try:
        return view(*given)
    finally:
        connections.give_back()

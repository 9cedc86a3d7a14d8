"""While the database is away: a page that comes back by itself, and sockets that are told to come back."""

from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config.middleware import Answer, AsyncAnswer

AWAY = (OperationalError, InterfaceError)
AGAIN_S = 5
TRY_LATER = 1013

Scope = dict[str, Any]


class OwnPage:
    """Middleware. What views could not read becomes our page, with DEBUG too."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Answer | AsyncAnswer) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return page(request) if isinstance(error, AWAY) else None


def page(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: what would be looked up for it is what is away."""
    address = request.get_full_path() if request.method == "GET" else "/"
    content = render_to_string("503.html", {"again_s": AGAIN_S, "address": address})
    return HttpResponse(content, status=503, headers={"Retry-After": str(AGAIN_S)})


class ComeBackLater:
    """ASGI middleware: a socket whose user cannot be looked up is opened and closed with 1013."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        said: set[str] = set()

        async def noting(message: dict[str, Any]) -> None:
            said.add(message["type"])
            await send(message)

        try:
            await self.application(scope, receive, noting)
        except AWAY:
            if not said:  # only an open socket has a closing code that the page can read
                await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": TRY_LATER})

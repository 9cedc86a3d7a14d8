"""Refuse a socket from another site: the Origin must be the request's own or a trusted one."""

from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings

Scope = dict[str, Any]


class SameOrigin:
    """ASGI middleware. Full scheme://host:port is compared; a missing Origin is refused."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> Any:
        inner = self.application if is_allowed(scope) else WebsocketDenier()
        return await inner(scope, receive, send)


def is_allowed(scope: Scope) -> bool:
    origins = _values(scope, b"origin")
    hosts = _values(scope, b"host")
    if len(origins) != 1 or len(hosts) != 1:
        return False
    origin = origins[0].lower()
    return origin == f"{_scheme(scope)}://{hosts[0].lower()}" or origin in _trusted()


def _scheme(scope: Scope) -> str:
    header = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    if header:
        name = header[0].removeprefix("HTTP_").replace("_", "-").lower().encode()
        return "https" if _values(scope, name)[:1] == [header[1]] else "http"
    return "https" if scope.get("scheme") == "wss" else "http"


def _trusted() -> set[str]:
    return {origin.lower() for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin}


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]

"""What every request passes: Host and Origin checks, CORS, and errors as the protocol's JSON."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

from engine.core.errors import ProtocolError
from engine.settings import Settings

logger = logging.getLogger(__name__)
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
STATUS = {
    "missing_api_key": 401,
    "invalid_api_key": 401,
    "call_id_not_found": 404,
    "not_found": 404,
    "forbidden_origin": 403,
    "model_not_found": 403,
    "forbidden_host": 421,
    "too_many_calls": 429,
    "unavailable": 503,
}
# A client of the service tries again after so many seconds.
LATER = {429: "5", 503: "1"}
ORIGIN = web.RequestKey("origin", str)
CLIENT_LEFT = 499
METHODS = "GET, POST, OPTIONS"
DEFAULT_HEADERS = "Authorization, Content-Type"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def refusal(error: ProtocolError) -> web.Response:
    status = error.status or STATUS.get(error.code or "", 400)
    headers = {hdrs.RETRY_AFTER: LATER[status]} if status in LATER else {}
    return web.json_response({"error": error.body()}, status=status, headers=headers)


def middlewares(settings: Settings) -> list[Callable[..., Awaitable[web.StreamResponse]]]:
    hosts = settings.allowed_hosts | LOCAL_HOSTS | {settings.host}

    @web.middleware
    async def border(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _check_host(request, hosts)
            origin = _check_origin(request, settings.allowed_origins)
        except ProtocolError as error:
            return refusal(error)
        if origin:
            request[ORIGIN] = origin
        return await _answer(request, handler)

    return [border]


def _check_host(request: web.Request, hosts: frozenset[str]) -> None:
    """A name that somebody pointed at this machine must not reach us from a browser."""
    name = request.url.host
    if name not in hosts:
        raise ProtocolError("This server does not go by that name.", "forbidden_host")


def _check_origin(request: web.Request, origins: frozenset[str]) -> str | None:
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and origin not in origins:
        raise ProtocolError("This origin may not call this server.", "forbidden_origin")
    return origin


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.method == hdrs.METH_OPTIONS:
        return _preflight(request)
    try:
        return await handler(request)
    except ProtocolError as error:
        return refusal(error)
    except ConnectionResetError:
        # The client left in the middle of a stream: nobody is there to read any answer.
        return web.Response(status=CLIENT_LEFT)
    except web.HTTPException as error:
        body = ProtocolError(error.reason, "not_found" if error.status == 404 else None).body()
        return web.json_response({"error": body}, status=error.status)


def _preflight(request: web.Request) -> web.Response:
    wanted = request.headers.get(hdrs.ACCESS_CONTROL_REQUEST_HEADERS, DEFAULT_HEADERS)
    headers = {
        hdrs.ACCESS_CONTROL_ALLOW_METHODS: METHODS,
        hdrs.ACCESS_CONTROL_ALLOW_HEADERS: wanted,
        hdrs.ACCESS_CONTROL_MAX_AGE: "600",
    }
    return web.Response(status=204, headers=headers)


async def open_to_origin(request: web.Request, answer: web.StreamResponse) -> None:
    """Before the headers leave, which for a stream is long before its handler returns."""
    origin = request.get(ORIGIN)
    if origin is None:
        return
    answer.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
    answer.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = hdrs.LOCATION
    answer.headers.add(hdrs.VARY, hdrs.ORIGIN)

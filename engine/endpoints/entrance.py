"""What every endpoint asks first: the standard key, a free place, and a body of the right shape."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from aiohttp import web

from engine.core import errors
from engine.core.errors import ProtocolError
from engine.credentials import Gate
from engine.settings import Settings

LARGEST_JSON_BYTES = 16 * 1024 * 1024

Shape = TypeVar("Shape", bound=msgspec.Struct)


class Entrance:
    def __init__(self, settings: Settings, gate: Gate) -> None:
        self._gate = gate
        self._models = settings.models
        self._most = settings.requests
        self._inside = 0

    @contextmanager
    def admit(self, request: web.Request) -> Iterator[None]:
        self._gate.check_standard(request)
        if self._inside >= self._most:
            message = "This engine answers as many requests as it can. Try again later."
            raise ProtocolError(message, "rate_limit_exceeded", kind="requests", status=429)
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    def check_model(self, name: str) -> None:
        if self._models and name not in self._models:
            raise no_such_model(name)


def no_such_model(name: str) -> ProtocolError:
    message = f"The model '{name}' does not exist or you do not have access to it."
    return ProtocolError(message, "model_not_found", "model", status=404)


def unavailable(message: str) -> ProtocolError:
    """What does the work behind this endpoint failed; SDKs try again by themselves."""
    return ProtocolError(message, "server_error", kind="server_error", status=502)


async def read_json(request: web.Request) -> dict[str, Any]:
    body = await request.clone(client_max_size=LARGEST_JSON_BYTES).read()
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ProtocolError("The body is not valid JSON.", "invalid_json") from error
    if not isinstance(found, dict):
        raise ProtocolError("The body is not a JSON object.", "invalid_json")
    return found


def shaped(body: object, shape: type[Shape], root: str = "") -> Shape:
    """Members that nobody here knows are the business of other servers."""
    try:
        return msgspec.convert(body, shape)
    except msgspec.ValidationError as error:
        raise errors.from_validation(error, root) from error

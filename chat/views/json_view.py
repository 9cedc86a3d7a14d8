"""Posts that scripts make: JSON in, JSON out, refusals with a stable code."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

import msgspec
from asgiref.sync import sync_to_async
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from chat import connections
from chat.errors import NOT_SAVED, InputRefused, Refusal
from chat.json_input import MAX_BYTES, parse
from chat.models import User

Body = TypeVar("Body", bound=msgspec.Struct)
Found = TypeVar("Found")
View = Callable[..., Coroutine[Any, Any, HttpResponse]]

LOGGED_OUT = Refusal("logged_out", "You are logged out. Log in again.", status=401)


def json_view(view: View) -> View:
    """`view(request, user, **kwargs)` for a logged-in user; a Refusal becomes its JSON answer.

    The connection that found the user goes back to the pool first: as many requests as it holds would
    else each keep one and wait for a second, until all are refused.
    """

    @wraps(view)
    async def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            user = await request.auser()
            await sync_to_async(connections.give_back)()
            if not isinstance(user, User):
                raise LOGGED_OUT
            return await view(request, user, **kwargs)
        except Refusal as refusal:
            return refused(refusal)
        except (OperationalError, InterfaceError):
            return refused(NOT_SAVED)

    return require_POST(answer)


async def done(use_case: Callable[..., Found], *given: Any) -> Found:
    """A use case in the request's own thread; its connection goes back to the pool."""

    def do() -> Found:
        try:
            return use_case(*given)
        finally:
            connections.give_back()

    return await sync_to_async(do)()


def body_of(request: HttpRequest, kind: type[Body], limit: int = MAX_BYTES) -> Body:
    """The request's JSON as `kind`. Raises InputRefused."""
    try:
        return msgspec.convert(parse(request.body, limit), kind)
    except RequestDataTooBig as error:
        message = f"That is larger than {limit:,} bytes."
        raise InputRefused("too_large", message, status=413) from error
    except msgspec.ValidationError as error:
        raise InputRefused("bad_request", str(error)) from error


def refused(refusal: Refusal) -> JsonResponse:
    content = {"code": refusal.code, "message": refusal.message, "retry": refusal.retry}
    return JsonResponse({"error": content}, status=refusal.status)

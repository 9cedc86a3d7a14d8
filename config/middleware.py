"""Headers of private pages."""

from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

Answer = Callable[[HttpRequest], HttpResponse]
AsyncAnswer = Callable[[HttpRequest], Awaitable[HttpResponse]]

PERMISSIONS = "microphone=(self), camera=(), geolocation=(), display-capture=()"


@sync_and_async_middleware
def private_pages(get_response: Answer | AsyncAnswer) -> Answer | AsyncAnswer:
    """Nothing that a user sees is kept by a cache; the page may ask for the microphone only."""
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponse:
            return _with_headers(await cast("AsyncAnswer", get_response)(request))

        markcoroutinefunction(answer_async)
        return answer_async

    def answer(request: HttpRequest) -> HttpResponse:
        return _with_headers(cast("Answer", get_response)(request))

    return answer


def _with_headers(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    return response

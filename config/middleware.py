"""Compression, headers of private pages, and our own page for what is not there."""

from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils.decorators import sync_and_async_middleware

Answer = Callable[[HttpRequest], HttpResponse]
AsyncAnswer = Callable[[HttpRequest], Awaitable[HttpResponse]]
Change = Callable[[HttpResponse], HttpResponse]

COMPRESSED = {"text/html", "text/css", "text/javascript", "image/svg+xml"}
PERMISSIONS = "microphone=(self), camera=(), geolocation=(), display-capture=()"


class CompressedPages(GZipMiddleware):
    """Pages, and what they are made of; not sound, parts of files, or an answer that has no body."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if request.method != "GET" or response.status_code != 200 or kind not in COMPRESSED:
            return response
        return super().process_response(request, response)


@sync_and_async_middleware
def private_pages(get_response: Answer | AsyncAnswer) -> Answer | AsyncAnswer:
    """Nothing that a user sees is kept by a cache; the page may ask for the microphone only."""
    return _changed(get_response, _with_headers)


@sync_and_async_middleware
def own_404(get_response: Answer | AsyncAnswer) -> Answer | AsyncAnswer:
    """With DEBUG Django lists its addresses instead; who tries Parley out should see our page."""
    return _changed(get_response, _without_addresses)


def _changed(get_response: Answer | AsyncAnswer, change: Change) -> Answer | AsyncAnswer:
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponse:
            return change(await cast("AsyncAnswer", get_response)(request))

        markcoroutinefunction(answer_async)
        return answer_async

    def answer(request: HttpRequest) -> HttpResponse:
        return change(cast("Answer", get_response)(request))

    return answer


def _with_headers(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    return response


def _without_addresses(response: HttpResponse) -> HttpResponse:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    missing = response.status_code == 404 and is_page  # JSON refusals are ours already
    return HttpResponseNotFound(render_to_string("404.html")) if missing else response

"""Our own files under ASGI: WhiteNoise's middleware is synchronous, and so would be every request below it."""

from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

from config.middleware import Answer, AsyncAnswer


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    sync_capable = async_capable = True

    def __init__(self, get_response: Answer | AsyncAnswer) -> None:
        super().__init__(get_response)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if iscoroutinefunction(self):
            return self._answer(request)
        return super().__call__(request)

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        found = None
        if request.path_info.startswith(self.static_prefix):
            found = await sync_to_async(self._read, thread_sensitive=False)(request)
        answer: HttpResponseBase = found or await self.get_response(request)
        return answer

    def _read(self, request: HttpRequest) -> HttpResponse | None:
        """Whole: the largest is some hundred KiB, and a file that is streamed blocks the loop."""
        path = request.path_info
        file = self.find_file(path) if self.autorefresh else self.files.get(path)
        if file is None:
            return None
        streamed = self.serve(file, request)
        try:
            whole = HttpResponse(b"".join(streamed.streaming_content), status=streamed.status_code)
        finally:
            streamed.close()
        whole.headers = streamed.headers  # no more and no fewer: 304 has no type
        return whole

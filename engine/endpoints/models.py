"""`GET /v1/models` and `GET /v1/models/{id}`: the names by which this engine may be asked."""

from typing import Any

from aiohttp import web

from engine.credentials import Gate
from engine.endpoints.entrance import no_such_model
from engine.settings import Settings

LOCAL_MODEL = "parley-engine"


class Models:
    def __init__(self, settings: Settings, gate: Gate) -> None:
        self._gate = gate
        self._names = settings.models or _own(settings)

    async def list(self, request: web.Request) -> web.Response:
        self._gate.check_standard(request)
        rows = [_row(name) for name in self._names]
        return web.json_response({"object": "list", "data": rows})

    async def find(self, request: web.Request) -> web.Response:
        self._gate.check_standard(request)
        name = request.match_info["model"]
        if name not in self._names:
            raise no_such_model(name)
        return web.json_response(_row(name))


def _own(settings: Settings) -> tuple[str, ...]:
    servers = (settings.language_model, settings.transcription, settings.speech)
    return (LOCAL_MODEL, *dict.fromkeys(one.model for one in servers if one))


def _row(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "parley"}

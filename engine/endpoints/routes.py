"""Every endpoint beside Realtime at its address."""

from aiohttp import web

from engine.credentials import Gate
from engine.endpoints.chat import Chat
from engine.endpoints.entrance import Entrance
from engine.endpoints.models import Models
from engine.endpoints.responses import Responses
from engine.endpoints.speech import Speech
from engine.endpoints.transcriptions import Transcriptions
from engine.faculties import Faculties
from engine.processes.siblings import Siblings
from engine.settings import Settings


def routes(
    settings: Settings, gate: Gate, faculties: Faculties, siblings: Siblings
) -> list[web.RouteDef]:
    entrance = Entrance(settings, gate)
    models = Models(settings, gate)
    has_model = settings.language_model is not None
    chat = Chat(entrance, faculties.think, has_model)
    responses = Responses(entrance, faculties.think, has_model, siblings)
    return [
        web.get("/v1/models", models.list),
        web.get("/v1/models/{model:.+}", models.find),
        web.post("/v1/chat/completions", chat.handle),
        web.post("/v1/responses", responses.handle),
        web.post("/v1/audio/speech", Speech(entrance, faculties.synthesis).handle),
        web.post(
            "/v1/audio/transcriptions", Transcriptions(entrance, faculties.recognisers).handle
        ),
    ]

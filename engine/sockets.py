"""`GET /v1/realtime`: lets a WebSocket in, or refuses it in the service's way."""

from aiohttp import WSCloseCode, web

from engine.core.config import RealtimeConfig, SessionConfig, TranscriptionConfig
from engine.core.errors import ProtocolError
from engine.credentials import Credentials, Gate, from_socket, speaks_beta
from engine.faculties import Faculties
from engine.settings import Settings
from engine.transports import websocket

BAD_KEY, BAD_REQUEST = 3000, 4000


class Refused(Exception):
    """Why, and the close code that says so."""

    def __init__(self, error: ProtocolError, close_code: int) -> None:
        super().__init__(str(error))
        self.error = error
        self.close_code = close_code


class Sockets:
    def __init__(self, settings: Settings, gate: Gate, faculties: Faculties) -> None:
        self._settings = settings
        self._gate = gate
        self._faculties = faculties
        self._open: set[web.WebSocketResponse] = set()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = await websocket.accept(request)
        try:
            config = self._config(request)
        except Refused as refused:
            await websocket.refuse(socket, refused.error, refused.close_code)
            return socket
        self._open.add(socket)
        try:
            await websocket.serve(socket, config, self._faculties, self._settings.limits)
        finally:
            self._open.discard(socket)
        return socket

    async def close(self) -> None:
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"The server is stopping.")

    def _config(self, request: web.Request) -> SessionConfig:
        if speaks_beta(request):
            message = "The Realtime Beta API is no longer supported. Please use the GA API."
            raise Refused(ProtocolError(message, "beta_api_shape_disabled"), BAD_REQUEST)
        try:
            credentials = self._gate.check(from_socket(request))
        except ProtocolError as error:
            raise Refused(error, BAD_KEY) from error
        try:
            return self._chosen(request, credentials)
        except ProtocolError as error:
            raise Refused(error, BAD_REQUEST) from error

    def _chosen(self, request: web.Request, credentials: Credentials) -> SessionConfig:
        if credentials.token:
            return credentials.token.config
        if request.query.get("intent") == "transcription":
            return TranscriptionConfig()
        model = request.query.get("model")
        if not model:
            raise ProtocolError("You must provide a model parameter.", "missing_model", "model")
        if self._settings.models and model not in self._settings.models:
            raise ProtocolError(f'Model "{model}" is not supported.', "invalid_model", "model")
        return RealtimeConfig(model=model)

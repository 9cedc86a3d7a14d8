"""`GET /v1/realtime`: lets a WebSocket in, or refuses it in the service's way."""

from collections.abc import Coroutine

from aiohttp import WSCloseCode, web

from engine.calls import Calls
from engine.core.config import RealtimeConfig, SessionConfig, TranscriptionConfig
from engine.core.errors import ProtocolError
from engine.credentials import Credentials, Gate, from_socket, speaks_beta
from engine.faculties import Faculties
from engine.processes.siblings import Siblings, join
from engine.settings import Settings
from engine.transports import websocket

BAD_KEY, BAD_REQUEST, FULL = 3000, 4000, WSCloseCode.TRY_AGAIN_LATER


class Refused(Exception):
    """Why, and the close code that says so."""

    def __init__(self, error: ProtocolError, close_code: int) -> None:
        super().__init__(str(error))
        self.error = error
        self.close_code = close_code


class Sockets:
    def __init__(
        self,
        settings: Settings,
        gate: Gate,
        faculties: Faculties,
        calls: Calls,
        siblings: Siblings,
    ) -> None:
        self._settings = settings
        self._siblings = siblings
        self._gate = gate
        self._faculties = faculties
        self._calls = calls
        self._open: set[web.WebSocketResponse] = set()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        if "call_id" in request.query:
            return await self._sideband(request)
        socket = await websocket.accept(request)
        try:
            config = self._config(request)
        except Refused as refused:
            await websocket.refuse(socket, refused.error, refused.close_code)
            return socket
        try:
            await self._serve(request, socket, config)
        except ProtocolError as error:
            await websocket.refuse(socket, error, FULL)
        return socket

    async def close(self) -> None:
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"The server is stopping.")

    async def _sideband(self, request: web.Request) -> web.WebSocketResponse:
        """Refused in the handshake: whoever does not hold the standard key knows no call."""
        if self._gate.check(from_socket(request)).token:
            message = "An ephemeral token knows no calls."
            raise ProtocolError(message, "call_id_not_found", "call_id")
        call_id = request.query["call_id"]
        owner = self._siblings.owner(request, call_id)
        if owner is not None:
            async with self._siblings.session(owner, request) as inner:
                socket = await websocket.accept(request)
                await self._hold(socket, join(socket, inner))
            return socket
        call = self._calls.find(call_id)
        socket = await websocket.accept(request)
        await self._hold(socket, websocket.attend(socket, call.live))
        return socket

    async def _serve(
        self, request: web.Request, socket: web.WebSocketResponse, config: SessionConfig
    ) -> None:
        """Here, or where there is room; ProtocolError when there is none."""
        other = self._siblings.with_room(request)
        if other is not None:
            async with self._siblings.session(other, request) as inner:
                await self._hold(socket, join(socket, inner))
            return
        with self._siblings.admission.place():
            limits = self._settings.limits
            session = websocket.serve(socket, config, self._faculties, limits)
            await self._hold(socket, session)

    async def _hold(
        self, socket: web.WebSocketResponse, session: Coroutine[None, None, None]
    ) -> None:
        """So that it can be closed when the server stops."""
        self._open.add(socket)
        try:
            await session
        finally:
            self._open.discard(socket)

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

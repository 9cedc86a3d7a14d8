"""The HTTP side: the provider's addresses, each checked and handed on."""

from aiohttp import hdrs, web

from engine import offers
from engine.border import middlewares, open_to_origin
from engine.calls import Calls
from engine.core.config import RealtimeConfig, SessionConfig
from engine.core.errors import ProtocolError
from engine.credentials import Gate, bearer
from engine.endpoints.routes import routes
from engine.faculties import Faculties
from engine.minting import mint
from engine.processes.admission import Admission
from engine.processes.share import Share
from engine.processes.siblings import Siblings
from engine.settings import Settings
from engine.sockets import Sockets
from engine.tokens import Tokens

LARGEST_BODY_BYTES = 2 * 1024 * 1024


class Server:
    """The addresses and what they share."""

    def __init__(
        self, settings: Settings, faculties: Faculties, share: Share | None = None
    ) -> None:
        share = share or Share()
        tokens = Tokens(share.secret)
        admission = Admission(share, settings.calls)
        self._settings = settings
        self._faculties = faculties
        self._share = share
        self._siblings = Siblings(share, admission)
        self._tokens = tokens
        self._gate = Gate(settings.api_key, tokens)
        self.calls = Calls(faculties, settings.limits, share, admission)
        self.sockets = Sockets(settings, self._gate, faculties, self.calls, self._siblings)

    def application(self) -> web.Application:
        application = web.Application(
            middlewares=middlewares(self._settings), client_max_size=LARGEST_BODY_BYTES
        )
        application.add_routes(
            [
                web.get("/health", self.health),
                web.get("/v1/realtime", self.sockets.handle),
                web.post("/v1/realtime", self.beta_call),
                web.post("/v1/realtime/client_secrets", self.client_secret),
                web.post("/v1/realtime/calls", self.call),
                web.post("/v1/realtime/calls/{call_id}/hangup", self.hangup),
            ]
        )
        application.add_routes(routes(self._settings, self._gate, self._faculties, self._siblings))
        application.on_response_prepare.append(open_to_origin)
        application.on_shutdown.append(self._close)
        return application

    async def health(self, request: web.Request) -> web.Response:
        """Of the whole engine, whichever process answers; calls and sockets are both sessions."""
        loads = self._share.loads
        counts = {"calls": loads.total, "processes": len(loads.present)}
        return web.json_response({"status": "ok", **counts})

    async def client_secret(self, request: web.Request) -> web.Response:
        self._gate.check_standard(request)
        return web.json_response(mint(self._tokens, await request.read()))

    async def call(self, request: web.Request) -> web.Response:
        credentials = self._gate.check(bearer(request))
        lightest = self._siblings.lightest(request)
        if lightest is not None:
            return await self._siblings.post(lightest, request)
        offer = await offers.read(request, credentials)
        self._check_model(offer.config)
        call, answer = await self.calls.begin(offer.sdp, offer.config)
        return web.Response(
            status=201,
            text=answer,
            content_type="application/sdp",
            headers={hdrs.LOCATION: f"/v1/realtime/calls/{call.id}"},
        )

    async def hangup(self, request: web.Request) -> web.Response:
        self._gate.check_standard(request)
        call_id = request.match_info["call_id"]
        owner = self._siblings.owner(request, call_id)
        if owner is not None:
            return await self._siblings.post(owner, request)
        await self.calls.find(call_id).close("The call was hung up.")
        return web.Response()

    async def beta_call(self, request: web.Request) -> web.Response:
        message = "The Realtime Beta API is no longer supported. Please use the GA API."
        raise ProtocolError(message, "beta_api_shape_disabled")

    def _check_model(self, config: SessionConfig) -> None:
        if not isinstance(config, RealtimeConfig) or not self._settings.models:
            return
        if config.model not in self._settings.models:
            message = f"You do not have access to the model {config.model}."
            raise ProtocolError(message, "model_not_found", "model")

    async def _close(self, application: web.Application) -> None:
        await self.calls.close()
        await self.sockets.close()

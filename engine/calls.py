"""The WebRTC calls that are on."""

import asyncio

from engine.core.config import SessionConfig
from engine.core.errors import ProtocolError
from engine.faculties import Faculties
from engine.live import Limits
from engine.processes.admission import Admission
from engine.processes.share import Share
from engine.transports.webrtc import Call


class Calls:
    def __init__(
        self, faculties: Faculties, limits: Limits, share: Share, admission: Admission
    ) -> None:
        self._faculties = faculties
        self._limits = limits
        self._share = share
        self._admission = admission
        self._calls: dict[str, Call] = {}

    def __len__(self) -> int:
        return len(self._calls)

    async def begin(self, offer: str, config: SessionConfig) -> tuple[Call, str]:
        """The new call and its SDP answer."""
        self._admission.enter()
        call = Call(self._share.new_call_id(), offer, config, self._faculties, self._limits)
        call.on_end(self._forget)
        self._calls[call.id] = call
        try:
            return call, await call.answer()
        except ProtocolError:
            await call.close("The offer was refused.")
            raise

    def find(self, call_id: str) -> Call:
        if call := self._calls.get(call_id):
            return call
        raise ProtocolError(f"No call found with id '{call_id}'.", "call_id_not_found", "call_id")

    async def close(self) -> None:
        """End all: a peer connection left open keeps the process from ending."""
        calls = list(self._calls.values())
        await asyncio.gather(*(call.close("The server is stopping.") for call in calls))

    def _forget(self, call: Call) -> None:
        if self._calls.pop(call.id, None):
            self._admission.leave()

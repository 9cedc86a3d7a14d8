"""Carries a session over WebRTC: audio on a track each way, events on the client's data channel."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InternalError, InvalidAccessError, InvalidStateError, OperationError
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.rtcdatachannel import RTCDataChannel
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from engine.core.config import SessionConfig
from engine.core.errors import ProtocolError
from engine.core.outbox import Event
from engine.core.session import Carrier
from engine.faculties import Faculties
from engine.live import Limits, LiveSession
from engine.transports import jitter
from engine.transports.channel import Channel, largest_event
from engine.transports.playout import PCM_HZ, Playout

logger = logging.getLogger(__name__)
CONNECT_S = 20.0
UNREADABLE = (
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    InternalError,
    InvalidAccessError,
    InvalidStateError,
    OperationError,
)


class Call:
    """One peer connection and its session."""

    def __init__(
        self,
        call_id: str,
        offer: str,
        config: SessionConfig,
        faculties: Faculties,
        limits: Limits,
    ) -> None:
        self.id = call_id
        self.carrier = Carrier(plays=True, largest_event_bytes=largest_event(offer))
        self._offer = offer
        self._ended: Callable[[Call], None] = lambda call: None
        # Without an empty list aiortc would ask a public STUN server.
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._playout = Playout(self._sent)
        self._channel = Channel()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing: asyncio.Task[None] | None = None
        self.live = LiveSession(config, faculties, limits, self)
        self._timer = asyncio.get_running_loop().call_later(CONNECT_S, self._give_up)
        self._peer.on("datachannel", self._opened)
        self._peer.on("track", self._track)
        self._peer.on("connectionstatechange", self._state_changed)

    def on_end(self, ended: Callable[["Call"], None]) -> None:
        """To be told once, with this call."""
        self._ended = ended

    async def answer(self) -> str:
        """The SDP answer with all its candidates, or a ProtocolError for an offer of no use."""
        if "m=" not in self._offer:
            raise ProtocolError("The SDP offer has no media.", "invalid_offer", "sdp")
        try:
            await self._peer.setRemoteDescription(RTCSessionDescription(self._offer, "offer"))
            self._prepare_audio()
            await self._peer.setLocalDescription(await self._peer.createAnswer())
        except UNREADABLE as error:
            message = "The SDP offer could not be used."
            raise ProtocolError(message, "invalid_offer", "sdp") from error
        self.live.start()
        return str(self._peer.localDescription.sdp)

    # What the session asks of its transport.

    def send(self, event: Event) -> None:
        self._channel.send(event)

    def play(self, pcm: bytes) -> None:
        self._playout.play(pcm)

    def clear(self) -> None:
        self._playout.clear()

    def end(self, code: int, reason: str) -> None:
        if self._closing is None:
            logger.info("call %s ends (%d): %s", self.id, code, reason)
            self._closing = asyncio.create_task(self._close())

    async def close(self, reason: str) -> None:
        """End the call and wait until nothing of it is left."""
        self.end(1000, reason)
        if self._closing:
            await asyncio.shield(self._closing)

    async def _close(self) -> None:
        self._timer.cancel()
        self._ended(self)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.live.end()
        await self._peer.close()

    # What happens to the peer connection.

    def _opened(self, channel: RTCDataChannel) -> None:
        self._timer.cancel()
        channel.on("message", self.live.receive)
        channel.on("close", lambda: self.end(1000, "The client closed its channel."))
        self._channel.open(channel)

    def _track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            self._run(self._hear(track))

    def _state_changed(self) -> None:
        if self._peer.connectionState in ("failed", "closed"):
            self.end(1000, "The connection was lost.")

    def _give_up(self) -> None:
        self.end(1000, "The client never connected.")

    def _prepare_audio(self) -> None:
        ours = [one for one in self._peer.getTransceivers() if one.kind == "audio"]
        for transceiver in ours:
            jitter.hold_briefly(transceiver.receiver)
        if ours:
            self._peer.addTrack(self._playout)
        else:
            # A client without sound still gets events at the pace of speech.
            self._run(self._play_to_nobody())

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hear(self, track: MediaStreamTrack) -> None:
        to_mono = AudioResampler(format="s16", layout="mono", rate=PCM_HZ)
        try:
            while True:
                frame = await track.recv()
                for made in to_mono.resample(frame) if isinstance(frame, AudioFrame) else ():
                    self.live.hear(bytes(made.planes[0])[: made.samples * 2])
        except MediaStreamError:
            return

    async def _play_to_nobody(self) -> None:
        while True:
            await self._playout.recv()

    def _sent(self, size: int) -> None:
        self.live.played(size)

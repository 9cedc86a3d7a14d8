"""A browser's place taken by aiortc: a microphone that is told what to say, and ears."""

import array
import asyncio
import json
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from fractions import Fraction
from time import monotonic
from typing import Any

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av.audio.frame import AudioFrame

from tests.engine.client import BEARER, LONGEST_WAIT_S
from tests.engine.conformance import Event, Witness
from tests.engine.running import Address

AUDIBLE_RMS = 200


class Microphone(MediaStreamTrack):
    """Silence, until something is to be said (48 kHz PCM)."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._queue = bytearray()
        self._samples = 0
        self._start = monotonic()

    def say(self, pcm_48k: bytes) -> None:
        self._queue += pcm_48k

    async def recv(self) -> AudioFrame:
        await asyncio.sleep(max(0.0, self._start + self._samples / 48_000 - monotonic()))
        frame = AudioFrame(format="s16", layout="mono", samples=960)
        frame.planes[0].update(bytes(self._queue[:1920]).ljust(1920, b"\0"))
        del self._queue[:1920]
        frame.sample_rate, frame.pts = 48_000, self._samples
        frame.time_base = Fraction(1, 48_000)
        self._samples += 960
        return frame


class Peer:
    """`microphone` False makes an offer that only receives."""

    def __init__(self, microphone: bool = True, label: str = "oai-events") -> None:
        self.witness = Witness()
        self.location = ""
        self.loudest = 0.0
        self.silent = asyncio.Event()
        self.audible = asyncio.Event()
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.microphone = Microphone()
        if microphone:
            self._connection.addTrack(self.microphone)
        else:
            self._connection.addTransceiver("audio", direction="recvonly")
        self._channel = self._connection.createDataChannel(label)
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self.closed = asyncio.Event()
        self._channel.on("message", lambda text: self._events.put_nowait(json.loads(text)))
        self._channel.on("close", self.closed.set)
        self._connection.on("track", self._listen_to)
        self._listener: asyncio.Task[None] | None = None

    async def call(self, address: Address, secret: str, form: bool = False) -> int:
        """Posts the offer; the status of the answer."""
        offer = await self.offer()
        headers = {"Authorization": f"Bearer {secret}"}
        data: Any = offer if not form else _form(offer)
        if not form:
            headers["Content-Type"] = "application/sdp"
        async with aiohttp.ClientSession() as http:
            url = f"{address.http}/realtime/calls"
            async with http.post(url, data=data, headers=headers) as answer:
                if answer.status == 201:
                    self.location = answer.headers["Location"]
                    await self.accept(await answer.text())
                return answer.status

    async def offer(self) -> str:
        """For whoever posts it instead."""
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return str(self._connection.localDescription.sdp)

    async def accept(self, answer: str) -> None:
        await self._connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def until(self, kind: str) -> Event:
        async with asyncio.timeout(LONGEST_WAIT_S):
            while (event := self.witness.see(await self._events.get()))["type"] != kind:
                pass
        return event

    async def heard(self, state: asyncio.Event) -> None:
        """Waits until the assistant is audible, or silent."""
        await asyncio.wait_for(state.wait(), LONGEST_WAIT_S)

    def send(self, kind: str, **fields: Any) -> None:
        self._channel.send(json.dumps({"type": kind, **fields}))

    async def close(self) -> None:
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await self._connection.close()

    def _listen_to(self, track: MediaStreamTrack) -> None:
        self._listener = asyncio.create_task(self._listen(track))

    async def _listen(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                assert isinstance(frame, AudioFrame)
                self._weigh(bytes(frame.planes[0]))
        except MediaStreamError:
            return

    def _weigh(self, pcm: bytes) -> None:
        samples = array.array("h", pcm)[::8]
        rms = math.sqrt(sum(sample * sample for sample in samples) / len(samples))
        self.loudest = max(self.loudest, rms)
        (self.audible if rms > AUDIBLE_RMS else self.silent).set()
        (self.silent if rms > AUDIBLE_RMS else self.audible).clear()


def _form(offer: str) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("sdp", offer, content_type="application/sdp")
    session = {"type": "realtime", "instructions": "From the form."}
    form.add_field("session", json.dumps(session), content_type="application/json")
    return form


@asynccontextmanager
async def in_call(address: Address, session: Mapping[str, Any]) -> AsyncIterator[Peer]:
    """A peer in a call that an ephemeral token of this session opened."""
    made = Peer()
    url = f"{address.http}/realtime/client_secrets"
    http = aiohttp.ClientSession(headers=BEARER)
    async with http, http.post(url, json={"session": session}) as answer:
        token = (await answer.json())["value"]
    assert await made.call(address, token) == 201
    await made.until("session.created")
    yield made
    await made.close()

"""Opus for a browser on a thin line: packets of 40 ms outside, PCM16 at 24 kHz inside. No I/O.

Imported only when such a call is carried: PyAV takes its time and its memory.
"""

from __future__ import annotations

from typing import Literal

from av import AudioFrame, AudioResampler, CodecContext, FFmpegError, Packet
from av.audio.codeccontext import AudioCodecContext

from chat.realtime.audio_relay_wire import FRAME_BYTES, FRAME_MS, RATE

BITS_A_SECOND = 24_000
MAX_PACKET_BYTES = 1_275  # the most that one frame of Opus takes (RFC 6716, 3.2)
SAMPLE_BYTES = 2


class Opus:
    """Of one call: each side goes by what came before."""

    def __init__(self) -> None:
        self._decoder = _codec("r")
        self._decoder.open()
        self._resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        self._encoder = _codec("w")
        self._encoder.bit_rate = BITS_A_SECOND
        self._encoder.options = {"application": "voip", "frame_duration": str(FRAME_MS)}
        self._encoder.open()

    def decode(self, packet: bytes) -> bytes:
        """Its sound; nothing when it is no packet. An empty one would end the decoder."""
        if not 0 < len(packet) <= MAX_PACKET_BYTES:
            return b""
        try:
            frames = self._decoder.decode(Packet(packet))
        except FFmpegError:
            return b""
        return b"".join(_pcm(part) for frame in frames for part in self._resampler.resample(frame))

    def encode(self, pcm: bytes) -> bytes:
        """One packet of at most 40 ms; what is missing of them is silence."""
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME_BYTES // SAMPLE_BYTES)
        frame.sample_rate = RATE
        frame.planes[0].update(pcm.ljust(FRAME_BYTES, b"\0"))
        (packet,) = self._encoder.encode(frame)
        return bytes(packet)


def _codec(mode: Literal["r", "w"]) -> AudioCodecContext:
    codec = CodecContext.create("libopus", mode)
    codec.sample_rate, codec.layout, codec.format = RATE, "mono", "s16"
    return codec


def _pcm(frame: AudioFrame) -> bytes:
    """A plane may be longer than its sound."""
    return bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]

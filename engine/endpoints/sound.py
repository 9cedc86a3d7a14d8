"""Packs 24 kHz PCM16 into a sound format while it is still being made."""

import struct
from typing import Protocol, cast

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

SAMPLE_HZ = 24_000
UNKNOWN_BYTES = 0xFFFFFFFF
# Name: media type, FFmpeg's container, codec, and what makes it stream.
PACKED: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "opus": ("audio/ogg", "ogg", "libopus", {"page_duration": "200000"}),
    "mp3": ("audio/mpeg", "mp3", "libmp3lame", {"write_xing": "0"}),
    "aac": ("audio/aac", "adts", "aac", {}),
    "flac": ("audio/flac", "flac", "flac", {}),
}
MEDIA_TYPES = {"pcm": "audio/pcm", "wav": "audio/wav"} | {
    name: packed[0] for name, packed in PACKED.items()
}


class Packer(Protocol):
    """Give it sound, take what can be sent."""

    def feed(self, pcm: bytes) -> bytes: ...

    def end(self) -> bytes: ...


def packer(form: str) -> Packer:
    if form in PACKED:
        return Packed(*PACKED[form][1:])
    return Plain(_wav_header() if form == "wav" else b"")


class Plain:
    def __init__(self, header: bytes) -> None:
        self._header = header

    def feed(self, pcm: bytes) -> bytes:
        header, self._header = self._header, b""
        return header + pcm

    def end(self) -> bytes:
        return b""


class Packed:
    def __init__(self, container: str, codec: str, options: dict[str, str]) -> None:
        self._sink = _Sink()
        self._container = av.open(self._sink, "w", format=container, options=options)
        stream = self._container.add_stream(codec, rate=SAMPLE_HZ, layout="mono")
        self._stream = cast("AudioStream", stream)
        self._samples = 0

    def feed(self, pcm: bytes) -> bytes:
        frame = AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
        frame.planes[0].update(pcm)
        frame.sample_rate, frame.pts = SAMPLE_HZ, self._samples
        self._samples += frame.samples
        self._container.mux(self._stream.encode(frame))
        return self._sink.take()

    def end(self) -> bytes:
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._sink.take()


class _Sink:
    """A file that only grows: without `seek` FFmpeg writes what can be streamed."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


def _wav_header() -> bytes:
    """Its lengths are not known yet, which every player takes for `until the end`."""
    form = struct.pack("<IHHIIHH", 16, 1, 1, SAMPLE_HZ, SAMPLE_HZ * 2, 2, 16)
    riff = b"RIFF" + struct.pack("<I", UNKNOWN_BYTES) + b"WAVE"
    return riff + b"fmt " + form + b"data" + struct.pack("<I", UNKNOWN_BYTES)

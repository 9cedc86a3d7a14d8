"""WebM with one track of Opus, as MediaRecorder writes it (RFC 8794, RFC 9559)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chat.sound_files import opus
from chat.sound_files.errors import Broken, NotASound

EBML, SEGMENT, INFO, TRACKS, TRACK = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
CLUSTER, BLOCK_GROUP, SIMPLE_BLOCK, BLOCK = 0x1F43B675, 0xA0, 0xA3, 0xA1
SEEK_HEAD, SEEK, CUES, CUE_POINT, CUE_POSITIONS = 0x114D9B74, 0x4DBB, 0x1C53BB6B, 0xBB, 0xB7
AUDIO, CODEC_PRIVATE, CODEC, DOC_TYPE, TRACK_TYPE, VOID = 0xE1, 0x63A2, 0x86, 0x4282, 0x83, 0xEC
TRACK_NUMBER = 0xD7
MASTERS: dict[int, set[int]] = {
    EBML: {0x4286, 0x42F7, 0x42F2, 0x42F3, DOC_TYPE, 0x4287, 0x4285},
    SEGMENT: {SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES, VOID},
    INFO: {0x2AD7B1, 0x4D80, 0x5741, 0x4489, 0x4461},
    TRACKS: {TRACK},
    TRACK: {TRACK_NUMBER, TRACK_TYPE, CODEC, CODEC_PRIVATE, AUDIO, 0x73C5, 0x9C, 0xB9, 0x88}
    | {0x55AA, 0x56AA, 0x56BB, 0x22B59C, 0x258688, 0x23E383, 0x536E},
    AUDIO: {0xB5, 0x9F, 0x6264},
    CLUSTER: {0xE7, SIMPLE_BLOCK, BLOCK_GROUP, 0xAB, 0xA7},
    BLOCK_GROUP: {BLOCK, 0x9B, 0xFB, 0x75A2},
    SEEK_HEAD: {SEEK},
    SEEK: {0x53AB, 0x53AC},
    CUES: {CUE_POINT},
    CUE_POINT: {0xB3, CUE_POSITIONS},
    CUE_POSITIONS: {0xF7, 0xF1, 0xF0, 0x5378},
}
NAMES = re.compile(rb"[\w .:/()+-]{0,64}\0*")
TEXTS = {DOC_TYPE, CODEC, 0x4D80, 0x5741, 0x22B59C, 0x258688, 0x536E}
LONGEST_NUMBER_BYTES = 8
LONGEST_HEAD_BYTES = 276  # OpusHead with 255 channels
# A block before its packet: track number, time, flags; no lacing.
BLOCK_HEAD_BYTES = 4
LACED = 0x06
IN_ONE_BYTE = 0x80
OPEN = {SEGMENT, CLUSTER}
ONE_OF_OURS = {DOC_TYPE: b"webm", CODEC: b"A_OPUS", TRACK_TYPE: b"\x02"}


class Element(NamedTuple):
    id: int
    content: bytes = b""


def milliseconds(data: bytes) -> int:
    """Of all its packets. Raises NotASound, Broken."""
    found: dict[int, bytes] = {}
    tracks = lasts_us = 0
    for element in _Walk(data).within({EBML, SEGMENT}, len(data)):
        tracks += element.id == TRACK
        if element.id in {SIMPLE_BLOCK, BLOCK}:
            lasts_us += _block(element.content, found.get(TRACK_NUMBER, b""))
        else:
            found[element.id] = element.content
    if tracks != 1 or any(found.get(name) != value for name, value in ONE_OF_OURS.items()):
        raise NotASound("no WebM with one track of Opus")
    return lasts_us // 1000


class _Walk:
    """Every element in its order, a master before what is in it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def within(self, allowed: set[int], end: int, *, is_open: bool = False) -> Iterator[Element]:
        """`is_open`: its size was not written; it ends where something begins that is not its own."""
        while self._at < end:
            before = self._at
            name, size = self._number(end, 4, is_id=True), self._number(end, 8)
            if name not in allowed:
                if is_open:
                    self._at = before
                    return
                raise NotASound(f"{name:x} does not belong here")
            stop = end if size is None else self._at + size
            if stop > end:
                raise Broken("cut off")
            yield from self._element(name or 0, stop, is_open=size is None)

    def _element(self, name: int, stop: int, *, is_open: bool) -> Iterator[Element]:
        if is_open and name not in OPEN:
            raise NotASound("of an unknown size")
        if name in MASTERS:
            yield Element(name)
            yield from self.within(MASTERS[name], stop, is_open=is_open)
        else:
            content, self._at = self._data[self._at : stop], stop
            _refuse_what_hides(name, content)
            yield Element(name, content)

    def _number(self, end: int, longest: int, *, is_id: bool = False) -> int | None:
        """A number that says how long it is; None for a size that is not known."""
        if self._at >= end:
            raise Broken("cut off")
        width = 9 - self._data[self._at].bit_length()
        if width > longest:
            raise NotASound("a number that is too long")
        if self._at + width > end:
            raise Broken("cut off")
        number = int.from_bytes(self._data[self._at : self._at + width])
        self._at += width
        mask = (1 << (7 * width)) - 1
        if is_id:
            return number
        return None if number & mask == mask else number & mask


def _refuse_what_hides(name: int, content: bytes) -> None:
    """Nothing but sound may be as long as a page or a program."""
    if name in {SIMPLE_BLOCK, BLOCK}:
        return
    if name == VOID:
        is_plain = not content.strip(b"\0")
    elif name == CODEC_PRIVATE:
        is_plain = content.startswith(b"OpusHead") and len(content) <= LONGEST_HEAD_BYTES
    elif name in TEXTS:
        is_plain = NAMES.fullmatch(content) is not None
    else:
        is_plain = len(content) <= LONGEST_NUMBER_BYTES
    if not is_plain:
        raise NotASound(f"{name:x} holds what it should not")


def _block(content: bytes, track: bytes) -> int:
    """Chromium's one track is 1, Firefox's 2."""
    is_long = len(content) > BLOCK_HEAD_BYTES and len(track) == 1
    if not is_long or content[0] != IN_ONE_BYTE + track[0] or content[3] & LACED:
        raise Broken("a block that is none of the one track's")
    return opus.microseconds(content[BLOCK_HEAD_BYTES:])

"""MP4 with one sound track, in fragments or not, as MediaRecorder writes it (ISO/IEC 14496-12)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from chat.sound_files.errors import Broken, NotASound

CONTAINERS: dict[bytes, set[bytes]] = {
    b"": {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"free"},
    b"moov": {b"mvhd", b"trak", b"mvex", b"udta", b"free"},
    b"trak": {b"tkhd", b"edts", b"mdia", b"free"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"smhd", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {b"stsd", b"stts", b"stsc", b"stsz", b"stco", b"co64", b"sgpd", b"sbgp", b"stss"},
    b"mvex": {b"mehd", b"trex"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"sgpd", b"sbgp"},
    b"mfra": {b"tfra", b"mfro"},
}
CODECS = {b"mp4a", b"Opus"}
# Where a browser would begin to read a page or a picture in what is not sound.
MARKUP = re.compile(rb"<[a-z!?/]|%!PS|%PDF|PK\x03\x04", re.IGNORECASE)
HAS_DATA_OFFSET, HAS_FIRST_FLAGS = 0x1, 0x4
HAS_DURATION, HAS_SIZE, HAS_FLAGS, HAS_COMPOSITION = 0x100, 0x200, 0x400, 0x800
TFHD_BEFORE_DURATION = ((0x1, 8), (0x2, 4))
TFHD_DURATION = 0x8


class Box(NamedTuple):
    kind: bytes
    content: bytes


def milliseconds(data: bytes) -> int:
    """Of all its samples. Raises NotASound, Broken."""
    found = list(_walk(data, b""))
    kinds = [box.kind for box in found]
    if kinds[0] != b"ftyp" or kinds.count(b"trak") != 1 or b"mdat" not in kinds:
        raise NotASound("no MP4 with one track")
    try:
        return _length(found)
    except (struct.error, IndexError) as error:
        raise Broken("a box that is too short") from error


def _length(found: list[Box]) -> int:
    one = {box.kind: box.content for box in found}
    if one[b"hdlr"][8:12] != b"soun" or one[b"stsd"][12:16] not in CODECS:
        raise NotASound("a track that is no sound")
    hertz = _at(one[b"mdhd"], 20 if one[b"mdhd"][0] else 12)
    default = _at(one[b"trex"], 12) if b"trex" in one else 0
    ticks = _table(one[b"stts"])
    for box in found:
        if box.kind == b"tfhd":
            default = _of_fragment(box.content, default)
        if box.kind == b"trun":
            ticks += _run(box.content, default)
    if not hertz:
        raise Broken("no clock")
    return ticks * 1000 // hertz


def _walk(data: bytes, inside: bytes) -> Iterator[Box]:
    """Every box in its order, a container before what is in it."""
    at = 0
    while at < len(data):
        if at + 8 > len(data):
            raise Broken("cut off")
        size, kind = _at(data, at), data[at + 4 : at + 8]
        if kind not in CONTAINERS[inside] or size < 8:
            raise NotASound(f"{kind!r} does not belong here")
        if at + size > len(data):
            raise Broken("cut off")
        content = data[at + 8 : at + size]
        if kind in CONTAINERS:
            yield Box(kind, b"")
            yield from _walk(content, kind)
        else:
            _refuse_what_hides(kind, content)
            yield Box(kind, content)
        at += size


def _refuse_what_hides(kind: bytes, content: bytes) -> None:
    hides = content.strip(b"\0") if kind == b"free" else MARKUP.search(content)
    if kind != b"mdat" and hides:
        raise NotASound(f"{kind!r} holds what it should not")


def _table(stts: bytes) -> int:
    """The ticks of a file without fragments: so many samples of so long, pair by pair."""
    pairs = struct.unpack_from(f">{2 * _entries(stts, 4, 8)}I", stts, 8)
    return sum(count * lasts for count, lasts in zip(pairs[::2], pairs[1::2], strict=True))


def _of_fragment(tfhd: bytes, default: int) -> int:
    flags = _at(tfhd, 0) & 0xFFFFFF
    at = 8 + sum(width for flag, width in TFHD_BEFORE_DURATION if flags & flag)
    return _at(tfhd, at) if flags & TFHD_DURATION else default


def _run(trun: bytes, default: int) -> int:
    flags, samples = _at(trun, 0) & 0xFFFFFF, _at(trun, 4)
    fields = (HAS_DURATION, HAS_SIZE, HAS_FLAGS, HAS_COMPOSITION)
    width = 4 * sum(1 for field in fields if flags & field)
    start = 8 + 4 * sum(1 for field in (HAS_DATA_OFFSET, HAS_FIRST_FLAGS) if flags & field)
    if start + width * samples > len(trun):
        raise Broken("more samples than it has room for")
    if not flags & HAS_DURATION:
        return samples * default
    return sum(_at(trun, start + width * sample) for sample in range(samples))


def _entries(table: bytes, at: int, width: int) -> int:
    entries = _at(table, at)
    if at + 4 + entries * width > len(table):
        raise Broken("more entries than it has room for")
    return entries


def _at(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">I", data, at)[0])

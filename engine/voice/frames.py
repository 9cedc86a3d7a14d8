"""What goes through the pipes between the recogniser pool and its worker processes."""

import json
import struct
from dataclasses import asdict, dataclass
from typing import BinaryIO

OPEN, AUDIO, FINISH, ABANDON = range(4)
_HEAD = struct.Struct("<BII")
HEAD_BYTES = _HEAD.size


@dataclass(frozen=True)
class Heard:
    """A worker's answer to FINISH, or what it makes of the utterance so far."""

    utterance: int
    text: str
    score: float
    final: bool = True


def pack(kind: int, utterance: int, payload: bytes = b"") -> bytes:
    return _HEAD.pack(kind, utterance, len(payload)) + payload


def read(pipe: BinaryIO) -> tuple[int, int, bytes] | None:
    """The next frame, or None when the other end is gone."""
    head = pipe.read(HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return None
    kind, utterance, size = _HEAD.unpack(head)
    payload = pipe.read(size)
    return (kind, utterance, payload) if len(payload) == size else None


def dump(heard: Heard) -> bytes:
    return json.dumps(asdict(heard)).encode() + b"\n"


def load(line: bytes) -> Heard:
    return Heard(**json.loads(line))

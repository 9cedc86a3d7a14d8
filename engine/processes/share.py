"""What one process of several must know: its number, the common secret, where the others are."""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from engine.core.ids import ALPHABET, new_id
from engine.processes.loads import Loads
from engine.tokens import SECRET_BYTES

# The id of a call or a response names its process by one letter.
MOST_PROCESSES = len(ALPHABET)
CALL = "rtc"


@dataclass(frozen=True)
class Share:
    """`folder` holds a socket of each process; a process that is alone has none."""

    number: int = 0
    loads: Loads = field(default_factory=lambda: Loads([0]))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(SECRET_BYTES), repr=False)
    folder: Path | None = None

    def new_call_id(self) -> str:
        return self.new_id(CALL)

    def new_id(self, kind: str) -> str:
        prefix, _, rest = new_id(kind).partition("_")
        return f"{prefix}_{ALPHABET[self.number]}{rest[1:]}"

    def owner(self, own_id: str) -> int:
        """The process that has, or had, what it names; an id that is none of ours is our own affair."""
        named = ALPHABET.find(own_id.partition("_")[2][:1] or "?")
        return named if 0 <= named < len(self.loads) else self.number

    def socket_of(self, process: int) -> Path:
        if self.folder is None:
            raise LookupError("a process that is alone has no others")
        return self.folder / f"{process}.sock"


def dump(number: int, secret: bytes, folder: Path, listening: int) -> bytes:
    """One line, for the process to read when it starts."""
    told = {"number": number, "secret": secret.hex(), "folder": str(folder), "fd": listening}
    return json.dumps(told).encode() + b"\n"


def load(line: bytes) -> tuple[Share, int]:
    """The share, and the descriptor of the common socket."""
    told = json.loads(line)
    folder = Path(told["folder"])
    loads = Loads.open(folder / "loads")
    return Share(told["number"], loads, bytes.fromhex(told["secret"]), folder), told["fd"]

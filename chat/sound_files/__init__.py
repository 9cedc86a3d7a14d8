"""What an uploaded sound really is, told by every byte of it and by nothing that was said about it.

Browsers record in two containers. Both are walked whole, without a decoder: what is not known to belong
there is refused, so that no file is a sound and something else as well.
"""

from __future__ import annotations

from typing import NamedTuple

from chat.sound_files import mp4, webm
from chat.sound_files.errors import Broken, NotASound

WEBM_BEGINS = b"\x1a\x45\xdf\xa3"
MP4_BEGINS = b"ftyp"

__all__ = ["Broken", "NotASound", "Sound", "inspect"]


class Sound(NamedTuple):
    container: str
    milliseconds: int


def inspect(data: bytes) -> Sound:
    """Raises NotASound for what is none of ours, Broken for one that is cut off or does not add up."""
    if data.startswith(WEBM_BEGINS):
        return Sound("webm", webm.milliseconds(data))
    if data[4:8] == MP4_BEGINS:
        return Sound("mp4", mp4.milliseconds(data))
    raise NotASound("It begins like neither of the two.")

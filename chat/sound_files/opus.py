"""How long a packet of Opus lasts, by its first bytes (RFC 6716, 3.1)."""

from chat.sound_files.errors import Broken

# By the packet's configuration: SILK, hybrid and CELT frames, in microseconds.
_FRAMES_US = (
    [10_000, 20_000, 40_000, 60_000] * 3 + [10_000, 20_000] * 2 + [2_500, 5_000, 10_000, 20_000] * 4
)
LONGEST_PACKET_US = 120_000


def microseconds(packet: bytes) -> int:
    if not packet:
        raise Broken("a packet without a byte")
    frame_us, code = _FRAMES_US[packet[0] >> 3], packet[0] & 3
    if code == 3 and len(packet) < 2:
        raise Broken("a packet that does not say how many frames it has")
    frames = (1, 2, 2, packet[1] & 0x3F if code == 3 else 0)[code]
    lasts = frames * frame_us
    if not 0 < lasts <= LONGEST_PACKET_US:
        raise Broken("a packet that lasts longer than one may")
    return lasts

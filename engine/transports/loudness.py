"""How loud a packet says it is: aiortc weighs every sample in Python, half a percent of a core a call."""

import math
from array import array

from aiortc import rtp
from av.audio.frame import AudioFrame

FULL_SCALE = 32_767
SILENT_DBOV, LOUDEST_DBOV = -127, 0
# Speech is far slower than this: the level is the same to a decibel.
EVERY = 8


def weigh_quickly() -> None:
    """Before the first packet is sent."""
    rtp.compute_audio_level_dbov = level_dbov


def level_dbov(frame: AudioFrame) -> int:
    """RFC 6465, appendix A, of every eighth sample."""
    samples = array("h", bytes(frame.planes[0])[: frame.samples * 2])[::EVERY]
    if not any(samples):
        return SILENT_DBOV
    rms = math.sqrt(sum(sample * sample for sample in samples) / len(samples)) / FULL_SCALE
    return round(min(max(20 * math.log10(rms), SILENT_DBOV), LOUDEST_DBOV))

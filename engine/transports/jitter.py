"""How long incoming audio is held for packets that are late: aiortc has no setting for it."""

from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtcrtpreceiver import RTCRtpReceiver

# aiortc waits for four packets before it gives one, and after one lost packet lags by sixteen.
# Nothing is played from here, so nothing needs smoothing: one packet ahead and four in all
# keep 60 ms off every turn and every interruption, and packets in the wrong order still fit.
HELD_PACKETS = 4
AHEAD_PACKETS = 1
BUFFER = "_RTCRtpReceiver__jitter_buffer"


def hold_briefly(receiver: RTCRtpReceiver) -> None:
    """Before the first packet arrives."""
    setattr(receiver, BUFFER, JitterBuffer(capacity=HELD_PACKETS, prefetch=AHEAD_PACKETS))

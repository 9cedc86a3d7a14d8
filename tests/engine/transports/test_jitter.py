"""Incoming audio is not held for longer than it must be."""

from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtp import RtpPacket

from engine.transports import jitter


def packet(number: int) -> RtpPacket:
    made = RtpPacket(sequence_number=number, timestamp=number * 960)
    vars(made)["_data"] = bytes([number])  # what aiortc adds once it has unpacked the codec
    return made


async def buffer() -> JitterBuffer:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    receiver = peer.addTransceiver("audio").receiver
    # The name is aiortc's own secret: an upgrade that renames it must not pass unseen.
    assert hasattr(receiver, jitter.BUFFER)
    jitter.hold_briefly(receiver)
    held = getattr(receiver, jitter.BUFFER)
    await peer.close()
    assert isinstance(held, JitterBuffer)
    return held


def given(held: JitterBuffer, *numbers: int) -> list[int]:
    """The packets that come out when these go in."""
    frames = [held.add(packet(number))[1] for number in numbers]
    return [frame.data[0] for frame in frames if frame]


async def test_a_packet_comes_out_with_the_next_one() -> None:
    assert given(await buffer(), 1, 2, 3) == [1, 2]


async def test_packets_in_the_wrong_order_are_put_right() -> None:
    held = await buffer()
    assert given(held, 1, 3, 2, 4, 5, 6) == [1, 2, 3, 4]


async def test_a_lost_packet_costs_its_neighbour_and_one_packet_of_delay() -> None:
    assert given(await buffer(), 1, 2, 4, 5, 6, 7, 8, 9) == [1, 4, 5, 6, 7]

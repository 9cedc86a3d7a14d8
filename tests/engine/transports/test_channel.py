"""The size that a client takes, read from its offer."""

import pytest

from engine.transports.channel import LARGEST_EVENT_BYTES, Channel, largest_event


@pytest.mark.parametrize(
    ("line", "size"),
    [
        ("a=max-message-size:262144", 262_144),
        ("a=max-message-size:none", LARGEST_EVENT_BYTES),
        ("a=sctp-port:5000", LARGEST_EVENT_BYTES),
    ],
)
def test_it_is_what_the_offer_says_or_the_standards_own(line: str, size: int) -> None:
    assert largest_event(f"v=0\r\n{line}\r\nm=audio\r\n") == size


def test_before_it_is_open_only_so_much_is_kept() -> None:
    channel = Channel()
    for number in range(2_000):
        channel.send({"number": number})
    assert len(channel._waiting) == 1_000

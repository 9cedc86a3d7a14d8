"""What a tab says of itself in the address with which it opens its socket."""

from urllib.parse import parse_qs

from chat.realtime.frames import PROTOCOL

OLDEST = 1  # what pages spoke before they said so


def speaks_our_protocol(query: bytes) -> bool:
    asked = parse_qs(query.decode("latin-1")).get("protocol", [str(OLDEST)])
    return asked == [str(PROTOCOL)]

"""Server-sent events: whole ones only, however the bytes are cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.provider.sse import MOST_WAITING_BYTES, EventTooLong, ServerSentEvents

STREAM = b'event: a\r\ndata: {"a":1}\r\n\r\n: a comment\n\ndata: two\ndata: lines\n\ndata: last'


@given(st.lists(st.integers(0, len(STREAM)), max_size=6))
def test_it_does_not_matter_where_the_bytes_are_cut(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    events = ServerSentEvents()
    parts = [STREAM[a:b] for a, b in pairwise(places)]
    found = [data for part in parts for data in events.feed(part)] + events.end()
    assert found == [b'{"a":1}', b"two\nlines", b"last"]


def test_an_event_that_never_ends_is_refused() -> None:
    events = ServerSentEvents()
    with pytest.raises(EventTooLong):
        events.feed(b"data: " + b"x" * (MOST_WAITING_BYTES + 1))

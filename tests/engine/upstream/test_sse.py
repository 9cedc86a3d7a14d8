"""Events come out whole, however the bytes arrive."""

import pytest

from engine.upstream.sse import MOST_WAITING_BYTES, Events, TooLong

BODY = b': hello\r\n\r\nevent: x\ndata: {"a":\ndata: 1}\n\ndata:two\r\n\r\nid: 3\n\ndata: last'


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_it_gives_the_data_of_each_event(size: int) -> None:
    events = Events()
    found = [
        data
        for start in range(0, len(BODY), size)
        for data in events.feed(BODY[start : start + size])
    ]
    assert found + events.end() == [b'{"a":\n1}', b"two", b"last"]


def test_it_refuses_an_event_that_never_ends() -> None:
    with pytest.raises(TooLong):
        Events().feed(b"data: " + b"x" * MOST_WAITING_BYTES)

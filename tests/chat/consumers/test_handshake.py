"""Which protocol a tab speaks."""

import pytest

from chat.consumers.handshake import speaks_our_protocol


@pytest.mark.parametrize("query", [b"", b"protocol=1", b"other=x", b"protocol=1&other=x"])
def test_ours_and_a_page_that_does_not_say(query: bytes) -> None:
    assert speaks_our_protocol(query)


@pytest.mark.parametrize(
    "query", [b"protocol=2", b"protocol=01", b"protocol=1&protocol=2", b"protocol=\xff"]
)
def test_another(query: bytes) -> None:
    assert not speaks_our_protocol(query)

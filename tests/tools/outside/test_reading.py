"""What of a page a model is given."""

import pytest

from tools.outside.errors import Unreachable
from tools.outside.fetching import Page
from tools.outside.reading import part, read


def page(body: bytes, kind: str) -> Page:
    return Page("https://a.example/", 200, kind, body, False)


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (b'{"a": 1}', "application/json", '{"a": 1}'),
        (b"caf\xe9", "text/plain; charset=iso-8859-1", "café"),
        (b"caf\xe9", "text/plain; charset=unicode_escape", "caf\ufffd"),
        (b'<meta charset="windows-1252">\x93tea\x94', "text/html", "“tea”"),
        (b"a\r\nb\x00c\x1b", "text/markdown", "a\nbc"),
        (b"<p>no tag</p>", "application/rss+xml", "<p>no tag</p>"),
        (b"plain", "", "plain"),
    ],
)
def test_text_is_read(body: bytes, kind: str, text: str) -> None:
    assert read(page(body, kind)).text == text


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "application/octet-stream"])
def test_what_is_no_text_is_refused(kind: str) -> None:
    with pytest.raises(Unreachable, match=kind):
        read(page(b"", kind))


def test_a_part_is_as_long_as_fits_and_the_next_one_goes_on() -> None:
    first = part("茶" * 10, 0, most=10)
    assert first == ("茶茶茶", 3)
    assert part("茶" * 4, 3, most=10) == ("茶", None)
    assert part("茶", 9) == ("", None)

"""HTML becomes text, and a hostile page costs no more than its length."""

import pytest

from tools.outside.markup import readable

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<h2>Tea</h2>and <b>cake</b>", "## Tea\nand cake"),
        ("a<script>if (a < b) alert()</script >b<STYLE>p{}</STYLE>c", "abc"),
        ("1 < 2 &amp; 3 &gt; 2", "1 < 2 & 3 > 2"),
        ("<a title=\"a > b\" href='c>d'>link</a>", "link"),
        ("<!-- <p>no --> yes <!DOCTYPE html><?xml?>", "yes"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3"),
        ("<p>İ</p><script>x</script>ß", "İ\nß"),
        ("tail <script>never closed", "tail"),
        ("tail <p class=", "tail"),
        ("&#99999999999;&#xD800;&#0;", "\ufffd\ufffd\ufffd"),
        ("&#" + "9" * 5_000 + ";", "&#" + "9" * 5_000 + ";"),
    ],
)
def test_what_is_read(source: str, text: str) -> None:
    assert readable(source)[1] == text


def test_the_title_is_read_apart() -> None:
    assert readable("<title>\n Tea &amp;\ncake </title><p>Hot") == ("Tea & cake", "Hot")


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<p ", "<!", "<!--", "<a '", '<a "', "<script>", "<title>", "</", "&#9", "<b><p>"],
)
def test_a_mebibyte_of_anything_is_read(piece: str) -> None:
    """Were it more than its length, this would not end while somebody waits."""
    _, text = readable(piece * (MEBIBYTE // len(piece)))
    assert len(text) <= MEBIBYTE

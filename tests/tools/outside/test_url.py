"""An address is read in one way or not at all."""

import pytest

from tools.outside.errors import Unreachable
from tools.outside.url import parse


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://a.example", "http://a.example/"),
        ("HTTPS://A.Example:443/X?y#z", "https://a.example/X?y"),
        ("http://a.example:8080?q=a b".replace(" ", "+"), "http://a.example:8080/?q=a+b"),
        ("https://bücher.example/größe", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("https://a.example./%7Ex", "https://a.example/%7Ex"),
    ],
)
def test_an_address_is_read(written: str, read: str) -> None:
    assert str(parse(written)) == read


@pytest.mark.parametrize(
    "written",
    ["a.example", "http://a..example/", "http://a.example:65536/", "http://a.example/\ud800"],
)
def test_what_is_none_is_refused(written: str) -> None:
    with pytest.raises(Unreachable):
        parse(written)


def test_a_very_long_one_is_refused() -> None:
    with pytest.raises(Unreachable):
        parse("http://a.example/" + "a" * 2_000)

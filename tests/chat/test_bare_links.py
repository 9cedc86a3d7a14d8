"""An address in a text becomes a link, with the protections of every other."""

import re

import pytest

from chat import markup

LINK = re.compile(r'<a href="([^"]*)"[^>]*>([^<]*)</a>')


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("See https://example.org/a_b?x=1.", "https://example.org/a_b?x=1", None),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)", None),
        ("**http://example.org**, and", "http://example.org", None),
        ("| https://example.org | b |\n|--|--|", "https://example.org", None),
        ("www.example.org!", "https://www.example.org", "www.example.org"),
    ],
)
def test_an_address_becomes_a_link_without_the_sentence_around_it(
    text: str, address: str, words: str | None
) -> None:
    assert LINK.findall(markup.render(text)) == [(address, words or address)]


@pytest.mark.parametrize(
    "text",
    [
        "`https://example.org`",
        "```\nhttps://example.org\n```",
        "    https://example.org",
        "javascript:https://example.org",
        "me@https://example.org",
        "https://",
        "https://)",
        "www.example",
        "ftp://example.org",
    ],
)
def test_code_and_what_is_no_address_stay_text(text: str) -> None:
    assert "<a" not in markup.render(text)


def test_a_link_gets_no_link_inside() -> None:
    html = markup.render("[to https://bank.example](https://evil.example)")
    assert [address for address, _ in LINK.findall(html)] == ["https://evil.example"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("https://bank.example@evil.example/", "(evil.example)"),
        ("https://b\u0430nk.example", "(xn--bnk-6cd.example)"),
    ],
)
def test_an_address_that_deceives_says_where_it_leads(text: str, place: str) -> None:
    assert f'<span class="prose__place">{place}</span>' in markup.render(text)


def test_it_opens_beside_the_call_and_tells_nothing_of_us() -> None:
    html = markup.render("https://example.org")
    assert 'target="_blank" rel="noopener noreferrer nofollow"' in html

"""What a model writes becomes HTML that does nothing, goes nowhere by itself, and reads well."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import markup

ADDRESS = "https://example.org/a?b=1"
# What markdown, HTML and browsers each read in a way of their own, to be put together at random.
PIECES = [
    *(
        "<",
        ">",
        '"',
        "'",
        "`",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "\t",
        "    ",
        "|",
        "\n|---|\n",
        "&",
        ";",
    ),
    *("[", "](", ")", "![", "<!--", "-->", "]]>", "\\", "\x00", "\u2028", "#", "- ", "> ", "1. "),
    *(
        "javascript:",
        "JaVaScRiPt&colon;",
        "data:text/html,",
        "vbscript:",
        "//evil.example",
        ADDRESS,
    ),
    *(
        "<script>",
        "</script>",
        "<img src=x onerror=run()>",
        "<svg onload=run()>",
        "<style>",
        "<a href=",
    ),
    *(
        " onmouseover=run() ",
        ' style="x:y"',
        " hx-get=/ ",
        "<button data-copy>",
        "</pre>",
        "</figure>",
    ),
    *("www.", "www.evil.example", "https://", "HTTPS://a.example/"),
    *("python", "html", "x" * 30, "&#106;avascript:", "%6aavascript:", "http://[a", "mailto:"),
]


class Seen(HTMLParser):
    """What a browser would build from it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=24).map("".join))
def test_whatever_is_written_nothing_in_it_runs_or_is_fetched(text: str) -> None:
    for tag, attributes in Seen(markup.render(text)).elements:
        allowed = markup.ATTRIBUTES.get(tag, set()) | {"class", "rel"}
        assert tag in markup.TAGS
        assert set(attributes) <= allowed
        assert attributes.get("href", "https:").partition(":")[0].lower() in markup.SCHEMES


@given(st.text(max_size=60))
def test_code_is_shown_as_it_was_written(code: str) -> None:
    line = code.replace("`", "'").replace("\x00", "").splitlines()[:1] or [""]
    html = markup.render(f"````html\n{line[0]}\n````")
    assert "".join(_texts(html)).removeprefix("htmlCopy").strip() == line[0].strip()


def test_code_has_its_language_and_a_button_that_copies_it() -> None:
    html = markup.render("```python\nx = 1\n```")
    assert "<span>python</span>" in html
    assert 'type="button" data-copy' in html


def test_code_is_coloured_by_classes() -> None:
    html = markup.render("```python\ndef f(): pass\n```")
    assert '<span class="k">def</span>' in html
    assert "style=" not in html


def test_an_unknown_language_and_much_code_stay_plain() -> None:
    assert '<span class="' not in markup.render("```nonesuch\nx = 1\n```")
    assert '<span class="' not in markup.render(f"```python\n{'x = 1' * 5_000}\n```")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"[the docs]({ADDRESS})", "(example.org)"),
        ("[https://bank.example](https://evil.example)", "(evil.example)"),
        ("[x](https://bank.example@evil.example)", "(evil.example)"),
        ("[write](mailto:a@example.org)", "(a@example.org)"),
    ],
)
def test_a_link_says_where_it_leads(text: str, place: str) -> None:
    assert f'<span class="prose__place">{place}</span>' in markup.render(text)


@pytest.mark.parametrize("text", [f"<{ADDRESS}>", f"[example.org/a?b=1]({ADDRESS})"])
def test_words_that_are_the_address_say_it_once(text: str) -> None:
    assert "prose__place" not in markup.render(text)


def test_a_link_opens_beside_the_call_and_tells_nothing_of_us() -> None:
    html = markup.render(f"[x]({ADDRESS})")
    assert 'target="_blank"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


@pytest.mark.parametrize(
    "address", ["/accounts/logout/", "javascript:run()", "//evil.example", "#x"]
)
def test_no_link_leads_into_our_pages_or_runs(address: str) -> None:
    assert "href" not in markup.render(f"[x]({address})")


def test_an_image_is_a_link_that_nobody_follows_by_itself() -> None:
    html = markup.render("![beacon](https://evil.example/b.png)")
    assert "<img" not in html
    assert "evil.example" in html


def test_a_table_scrolls_by_itself_and_keeps_its_columns_aligned() -> None:
    html = markup.render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<div class="prose__table" tabindex="0"><table>' in html
    assert '<td class="prose__right">2</td>' in html


def test_headings_stand_below_the_page_s_and_leave_out_no_level() -> None:
    html = markup.render("#### deep\n# top\n##### deeper\n###### deepest")
    assert [tag for tag, _ in Seen(html).elements] == ["h2", "h2", "h3", "h4"]


def _texts(html: str) -> list[str]:
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_data = found.append  # type: ignore[method-assign,assignment]
    parser.feed(html)
    parser.close()
    return found

"""Markdown to safe HTML: a small allow-list, nothing fetched, nothing run."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "div",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "li",
        "ol",
    ),
    *("p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {"a": {"href", "title"}, "span": {"class"}, "code": {"class"}, "pre": {"tabindex"}}
SCHEMES = {"http", "https", "mailto"}


def render(text: str) -> SafeString:
    """HTML that may stand in any page of ours. Images and raw HTML are shown as text or dropped."""
    cleaned = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",  # a link of the model's never leads into our own pages
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it


def _coloured(code: str, language: str, _attributes: str) -> str:
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""  # markdown-it escapes the code itself
    found: str = highlight(code, lexer, HtmlFormatter(nowrap=True))
    return found


_markdown = (
    MarkdownIt(
        "commonmark", {"html": False, "linkify": False, "breaks": True, "highlight": _coloured}
    )
    .enable(["table", "strikethrough"])
    .disable("image")
)

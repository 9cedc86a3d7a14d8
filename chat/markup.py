"""Markdown to safe HTML: a small allow-list, nothing fetched, nothing run."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from chat.bare_links import bare_links

TEXT = {"a", "blockquote", "br", "del", "em", "hr", "li", "ol", "p", "s", "strong", "ul"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
TABLE = {"div", "table", "tbody", "td", "th", "thead", "tr"}
CODE = {"button", "code", "figcaption", "figure", "pre", "span"}
TAGS = TEXT | HEADINGS | TABLE | CODE
ATTRIBUTES = {
    "a": {"href", "title", "target"},
    "button": {"type", "data-copy"},
    "div": {"tabindex"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "span": {"class"},  # Pygments' names
}
ALIGNED = {"prose__center", "prose__right"}
CLASSES = {
    "button": {"code__copy"},
    "div": {"prose__table"},
    "figcaption": {"code__head"},
    "figure": {"code"},
    "td": ALIGNED,
    "th": ALIGNED,
}
SCHEMES = {"http", "https", "mailto"}
# Beyond it the colours are not worth the time: a lexer may be slow with what is not its language.
MAX_COLOURED_CHARACTERS = 20_000
LONGEST_LANGUAGE = 24
LONGEST_KEPT = 8_000
COPY = '<button class="code__copy" type="button" data-copy>Copy</button>'


def render(text: str) -> SafeString:
    """HTML that may stand in any page of ours. Images and raw HTML are shown as text or dropped."""
    return _kept(text) if len(text) <= LONGEST_KEPT else _rendered(text)


@lru_cache(maxsize=512)
def _kept(text: str) -> SafeString:
    """Who opens a thread again, or on another device, sees the same answers."""
    return _rendered(text)


def _rendered(text: str) -> SafeString:
    cleaned = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        url_relative="deny",  # a link of the model's never leads into our own pages
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it


def _code(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    token = tokens[index]
    language = token.info.split()[0] if token.info.strip() else ""
    name = escape(language[:LONGEST_LANGUAGE])
    head = f'<figcaption class="code__head"><span>{name}</span>{COPY}</figcaption>'
    code = _coloured(token.content, language)
    return f'<figure class="code">{head}<pre tabindex="0"><code>{code}</code></pre></figure>\n'


def _coloured(code: str, language: str) -> str:
    lexer = _lexer(language)
    if lexer is None or len(code) > MAX_COLOURED_CHARACTERS:
        return escape(code)
    found: str = highlight(code, lexer, _formatter)
    return found


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language) if language else None
    except ClassNotFound:
        return None


def _table_open(*_: Any) -> str:
    return '<div class="prose__table" tabindex="0"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _link_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    tokens[index].attrSet("target", "_blank")  # in this tab it would end a call
    return renderer.renderToken(tokens, index, options, env)


def _link_close(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    """After the words the place that they lead to, unless the words are the address."""
    opened = next(at for at in range(index, -1, -1) if tokens[at].type == "link_open")
    address = str(tokens[opened].attrGet("href"))
    words = "".join(token.content for token in tokens[opened:index])
    says_it = words in {address, address.partition("://")[2]} and "@" not in address
    place = "" if says_it else _place(address)
    return f'</a> <span class="prose__place">({escape(place)})</span>' if place else "</a>"


def _place(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:  # like https://[a: markdown takes it for an address
        return ""
    if parts.scheme == "mailto":
        return parts.path
    return host if parts.scheme in SCHEMES else ""


def _levels(state: StateCore) -> None:
    """Headings below the page's own, and none leaves out a level: readers step from one to the next."""
    level = 1
    for token in state.tokens:
        if token.type == "heading_open":
            level = max(2, min(int(token.tag[1]) + 1, level + 1, 6))
        if token.type.startswith("heading_"):
            token.tag = f"h{level}"


def _alignments(state: StateCore) -> None:
    """Markdown's own way is an inline style, which our policy refuses."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"}:
            style = str(token.attrs.pop("style", ""))
            if style:
                token.attrSet("class", f"prose__{style.rpartition(':')[2]}")


_formatter = HtmlFormatter(nowrap=True)
_markdown = (
    MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable("image")
)
_markdown.core.ruler.push("bare_links", bare_links)
_markdown.core.ruler.push("levels", _levels)
_markdown.core.ruler.push("alignments", _alignments)
for _name, _rule in {
    "fence": _code,
    "code_block": _code,
    "table_open": _table_open,
    "table_close": _table_close,
    "link_open": _link_open,
    "link_close": _link_close,
}.items():
    _markdown.add_render_rule(_name, _rule)

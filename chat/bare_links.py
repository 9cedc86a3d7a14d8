"""Addresses that stand in a text as they are become links; never inside a link or code."""

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST_ADDRESS = 2_048
ADDRESS = re.compile(
    r"(?<![\w@/.:+-])(?:https?://(?=\w)|www\.(?=[^\s.]+\.))[^\s<>\"'`|\\^{}\[\]\x00-\x1f\x7f]+",
    re.IGNORECASE,
)
# What ends a sentence, not an address.
AFTER = ".,;:!?*_~"


def bare_links(state: StateCore) -> None:
    """A rule of markdown-it's core, after its texts were joined."""
    for token in state.tokens:
        if token.type == "inline" and token.children and ADDRESS.search(token.content):
            token.children = list(_linked(state, token.children))


def _linked(state: StateCore, tokens: list[Token]) -> Iterator[Token]:
    """Text in code is of another type than `text`."""
    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not links:
            yield from _pieces(state, token.content)
        else:
            yield token


def _pieces(state: StateCore, text: str) -> Iterator[Token]:
    at = 0
    for found in ADDRESS.finditer(text):
        words = _trimmed(found.group())
        address = words if "://" in words else f"https://{words}"
        address = state.md.normalizeLink(address)
        if len(words) > LONGEST_ADDRESS or not state.md.validateLink(address):
            continue
        yield _text(text[at : found.start()])
        yield Token("link_open", "a", 1, {"href": address})
        yield _text(words)
        yield Token("link_close", "a", -1)
        at = found.start() + len(words)
    yield _text(text[at:])


def _trimmed(words: str) -> str:
    """Without what belongs to the sentence around it; a bracket that it opened itself stays."""
    too_many = words.count(")") - words.count("(")
    while words[-1] in AFTER or (words[-1] == ")" and too_many > 0):
        too_many -= words[-1] == ")"
        words = words[:-1]
    return words


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)

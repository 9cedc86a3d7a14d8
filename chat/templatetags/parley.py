"""Tags of our templates."""

import json
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chat.models import Message
from chat.models.title import marked as find_words
from chat.provider.catalog import CATALOG

# What a model or a tool can say is long; a page shows its beginning.
SHOWN_LINE = 200
SHOWN_VALUE = 4_000
SHOWN_VALUES = 40

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, modifier: str = "") -> SafeString:
    """A picture from the sprite; the word beside it is what a screen reader reads."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" icon--{modifier}" if modifier else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def languages() -> dict[str, str]:
    """By code, in their own words."""
    return CATALOG.languages


@register.simple_tag
def row_facts(message: Message) -> SafeString:
    """What every row of a thread carries, whatever it says. One tag: a page has fifty."""
    return format_html(
        'id="message-{}" data-role="{}" data-kind="{}" data-sequence="{}" data-status="{}" data-item="{}"',
        *(message.pk, message.role, message.kind, message.sequence, message.status),
        message.item_id or message.own_item_id,
    )


@register.filter
def pairs(named: dict[str, object]) -> list[tuple[str, str]]:
    """`named.items` in a template would be the value named "items", where there is one."""
    shown = [(name, _plain(value)) for name, value in list(named.items())[:SHOWN_VALUES]]
    left = len(named) - len(shown)
    return [*shown, ("…", f"{left} more")] if left else shown


@register.filter
def written_out(value: object) -> str:
    """All of it, however long: for whoever decides about it."""
    return json.dumps(value, ensure_ascii=False, indent=2)


@register.filter
def marked(title: str, words: list[str]) -> list[tuple[str, bool]]:
    """In pieces, each with whether a searched word is there."""
    return find_words(title, words)


@register.filter
def seconds(milliseconds: int) -> str:
    """Like "6" or "1.4": a tenth matters only in what is short."""
    exact = milliseconds / 1000
    return f"{exact:.1f}" if exact < 5 else f"{exact:.0f}"


@register.filter
def as_clock(milliseconds: int) -> str:
    """Like "0:07" or "12:30"."""
    minutes, left = divmod(max(1, round(milliseconds / 1000)), 60)
    return f"{minutes}:{left:02}"


@register.filter
def lasted(seconds_: float) -> str:
    """Like "34 ms" or "1.4 s"."""
    return f"{seconds_ * 1000:.0f} ms" if seconds_ < 1 else f"{seconds_:.1f} s"


@register.filter
def shortened(text: str) -> str:
    """One line of it."""
    line = " ".join(text[: 2 * SHOWN_LINE].split())
    return line if len(line) <= SHOWN_LINE else f"{line[: SHOWN_LINE - 1]}…"


@register.filter
def as_call(arguments: dict[str, object]) -> str:
    """Arguments as they stand in a call: `query="NAS", limit=5`."""
    as_json = {name: json.dumps(value, ensure_ascii=False) for name, value in arguments.items()}
    return ", ".join(f"{name}={value}" for name, value in as_json.items())


def _plain(value: object) -> str:
    """As the wire has it, in lines where it has parts; words without quotation marks."""
    is_text = isinstance(value, str)
    written = str(value) if is_text else json.dumps(value, ensure_ascii=False, indent=2)
    left = len(written) - SHOWN_VALUE
    return f"{written[:SHOWN_VALUE]}… ({left:,} characters more)" if left > 0 else written

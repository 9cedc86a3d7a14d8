"""Tags of our templates."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, modifier: str = "") -> SafeString:
    """A picture from the sprite; the word beside it is what a screen reader reads."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" icon--{modifier}" if modifier else "",
        static("icons.svg"),
        name,
    )


@register.filter
def pairs(named: dict[str, object]) -> list[tuple[str, object]]:
    """`named.items` in a template would be the value named "items", where there is one."""
    return list(named.items())


@register.filter
def as_call(arguments: dict[str, object]) -> str:
    """Arguments as they stand in a call: `query="NAS", limit=5`."""
    return ", ".join(f"{name}={value!r}".replace("'", '"') for name, value in arguments.items())

"""docs/troubleshooting.md as a page: where errors lead to."""

import re
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from chat import markup
from chat.models import User
from chat.views.person import Request, page

DOCUMENT = "docs/troubleshooting.md"
# Within a paragraph; a message's line ends are its writer's, a document's are not.
WRAPPED = re.compile(r"(?<=[^\n|])\n(?=[^\n|#*-])")


class Section(NamedTuple):
    slug: str
    title: str
    html: SafeString


@require_GET
@page
def show(request: Request, user: User) -> HttpResponse:
    lead, sections = _document()
    return render(request, "troubleshooting.html", {"lead": lead, "sections": sections})


@lru_cache(maxsize=1)
def _document() -> tuple[SafeString, list[Section]]:
    """What stands before its sections, and these; no link of it leads into files that a page has not."""
    text = (settings.BASE_DIR / DOCUMENT).read_text(encoding="utf-8")
    text = WRAPPED.sub(" ", text)
    lead, *parts = re.split(r"^## ", text.partition("\n")[2], flags=re.MULTILINE)
    return markup.render(lead), [_section(*part.split("\n", 1)) for part in parts]


def _section(title: str, body: str) -> Section:
    return Section(slugify(title), title, markup.render(body))

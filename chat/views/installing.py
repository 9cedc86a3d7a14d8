"""What makes Parley installable: its manifest, the page for when there is no network, its service worker.

Nothing in here depends on who asks: a browser keeps it whoever is logged in.
"""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

# --paper in light and dark (static/css/tokens.css), which a manifest cannot read.
PAPER, PAPER_DARK = "#fcfbf8", "#1a1615"
WORKER = settings.BASE_DIR / "static" / "js" / "worker.js"
ICONS = (
    ("icon-192.png", 192, "any"),
    ("icon-512.png", 512, "any"),
    ("maskable.png", 512, "maskable"),
)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    content = {
        "id": "/",
        "name": "Parley",
        "short_name": "Parley",
        "description": "Talk with an AI, by voice and in writing.",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [_icon(*one) for one in ICONS],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_offline_page())


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Its first line names what it keeps, so that a deploy that changes any of it is a new worker."""
    page = reverse("offline")
    files = [page, *map(static, ("joined/css/layers.css", "js/offline.js", "icons.svg"))]
    look = hashlib.sha256("".join([*files, _offline_page()]).encode()).hexdigest()[:12]
    kept = json.dumps(
        {"version": look, "page": page, "files": files, "badge": static("icons/badge.png")}
    )
    source = WORKER.read_text(encoding="utf-8")
    return HttpResponse(f"self.parley = {kept};\n{source}", content_type="text/javascript")


def _offline_page() -> str:
    return render_to_string("offline.html", {"paper": PAPER, "paper_dark": PAPER_DARK})


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    sizes = f"{size}x{size}"
    return {"src": static(f"icons/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}

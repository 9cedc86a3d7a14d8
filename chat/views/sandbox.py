"""The page in which `evaluate_code` runs, framed by ours: its policy lets nothing in and nothing out."""

import base64
import hashlib
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

SCRIPTS = settings.BASE_DIR / "static" / "js" / "sandbox"
# The Worker is made from a blob and inherits all of this. Code is what it is for: `unsafe-eval`.
POLICY = (
    "default-src 'none'; script-src 'unsafe-eval' {script}; worker-src blob:; connect-src 'none'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)
NOTHING = (
    "accelerometer camera clipboard-read clipboard-write display-capture fullscreen geolocation "
    "gyroscope hid magnetometer microphone midi payment serial usb xr-spatial-tracking"
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOTHING.split()),
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
}


@require_safe
@xframe_options_sameorigin
def show(request: HttpRequest) -> HttpResponse:
    """Nothing in it depends on who asks."""
    page, policy = _made() if settings.DEBUG else _kept()
    return HttpResponse(page, headers={"Content-Security-Policy": policy, **HEADERS})


def _made() -> tuple[str, str]:
    """The page, and its policy: by its hash the one script that may run, whatever the address."""
    frame, worker = (_source(name) for name in ("frame.js", "worker.js"))
    digest = base64.b64encode(hashlib.sha256(frame.encode()).digest()).decode()
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox</title>'
        f'<script type="text/plain" id="worker">{worker}</script><script>{frame}</script></html>'
    )
    return page, POLICY.format(script=f"'sha256-{digest}'")


_kept = cache(_made)


def _source(name: str) -> str:
    found: str = (SCRIPTS / name).read_text(encoding="utf-8")
    if "</" in found or "<!--" in found:
        raise ValueError(f"{name} would end the script that it stands in.")
    return found

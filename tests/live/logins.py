"""`python -m tests.live.logins EMAIL COUNT`: log-ins of one person for as many browsers; JSON.

Through the form each would cost a browser two pages, and so many a minute from one address are refused.
"""

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.live.parley import Parley
from tests.rules.files import ROOT

if TYPE_CHECKING:
    from playwright._impl._api_structures import SetCookieParam

AT_ONCE = 40
KEPT_S = 86_400


def cookie(parley: Parley, email: str) -> "SetCookieParam":
    """One that no browser has had yet, as Playwright wants it."""
    left = parley.logins_left.setdefault(email, [])
    if not left:
        left += _made(parley, email)
    until = time.time() + KEPT_S  # without an end it would go with the browser
    return {"name": "sessionid", "value": left.pop(), "url": parley.address, "expires": until}


def main(email: str, count: int) -> None:
    import django

    django.setup()
    json.dump([_log_in(email) for _ in range(count)], sys.stdout)


def _made(parley: Parley, email: str) -> list[str]:
    own = {"DEBUG": "true", "DATA_DIR": str(parley.data_dir)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.live.logins", email, str(AT_ONCE)],
        cwd=ROOT,
        env={**parley.environment, **own, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def _log_in(email: str) -> str:
    from django.conf import settings
    from django.test import Client

    from chat.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(sys.argv[1], int(sys.argv[2]))

"""Web as it runs in production, on the rows of a Parley that is there: DEBUG off, files collected."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.live.parley import PASSED_ON, UP_WITHIN_S, Parley
from tests.rules.files import ROOT
from tests.run.servers import free_port

# Browsers keep cookies for https only on this name as well, and on no other of the loopback.
HOST = "localhost"


@contextmanager
def in_production(parley: Parley) -> Iterator[str]:
    """The address of its web."""
    port = free_port()
    own = {
        "DEBUG": "false",
        "DATA_DIR": str(parley.data_dir),
        "SECRET_KEY": "k" * 50,
        "OPENAI_API_KEY": "k",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "SSL_REDIRECT": "false",
    }
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | own
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    serve = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port)]
    web = subprocess.Popen([*serve, "--log-level=warning"], cwd=ROOT, env=environment)
    try:
        parley.wait_until(lambda: parley.get("/health/live", port) == 200, UP_WITHIN_S)
        yield f"http://{HOST}:{port}"
    finally:
        web.terminate()
        web.wait()

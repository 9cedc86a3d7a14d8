"""The stock Agents SDK as programs: in Node, and the pages that a browser loads it from."""

import base64
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.engine import speech
from tests.engine.conformance import Event

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SDK = ROOT / "node_modules" / "@openai" / "agents-realtime"
BUNDLE = "/bundle/"
LONGEST_RUN_S = 90
SPOKEN = ("what can you do", "stop")
SILENCE = bytes(48_000 * 2)


def job(scenario: str, url: str, key: str) -> dict[str, Any]:
    """What one scenario needs; the words as 24 kHz PCM with silence behind them."""
    said = {name: speech.pcm_24k(name) + SILENCE for name in SPOKEN}
    spoken = {name: base64.b64encode(pcm).decode() for name, pcm in said.items()}
    return {"scenario": scenario, "url": url, "key": key, "speech": spoken}


def run(program: str, given: Any) -> Any:
    """What a Node program makes of its input."""
    node = shutil.which("node")
    if not node or not SDK.exists():
        raise FileNotFoundError("Node or its packages are not installed")
    done = subprocess.run(
        [node, str(HERE / program)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=LONGEST_RUN_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def unknown(events: list[Event]) -> list[Event]:
    """Events that the SDK would not understand."""
    return list(run("understood.js", events))


class _Pages(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def translate_path(self, path: str) -> str:
        if path.startswith(BUNDLE):
            return str(SDK / "dist" / "bundle" / Path(path).name)
        return super().translate_path(path)

    def log_message(self, format: str, *args: Any) -> None:
        """A test's output is not the place for every page that was read."""


@contextmanager
def pages() -> Iterator[str]:
    """The address of a server of the pages beside this file, and of the SDK's own bundle."""
    if not SDK.exists():
        raise FileNotFoundError("Node's packages are not installed")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(HERE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()

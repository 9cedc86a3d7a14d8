"""A web site on an address of its own (127.0.0.9), which a test allows; it does what a path asks of it."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

ADDRESS = "127.0.0.9"
PAGE = (
    "<html><head><title>Tea &amp; cake</title><script>steal()</script></head>"
    "<body><nav>Menu</nav><h1>Tea</h1><p>Four  minutes,\nno more.</p><ul><li>Milk<li>Sugar</ul>"
)
BOMB = gzip.compress(b"\0" * 50_000_000)
LONGEST_S = 30
Headers = Mapping[str, str]
NONE: Headers = {}


class Site(ThreadingHTTPServer):
    daemon_threads = True
    address_family = 2

    def __init__(self) -> None:
        super().__init__((ADDRESS, 0), _Visit)
        self.asked: list[dict[str, str]] = []
        self.closing = threading.Event()

    @property
    def base(self) -> str:
        return f"http://{ADDRESS}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Who breaks off is what is tried here."""


@contextmanager
def running() -> Iterator[Site]:
    site = Site()
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        site.closing.set()
        site.shutdown()
        site.server_close()


class _Visit(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        path, _, rest = self.path.partition("?")
        getattr(self, f"_{path.strip('/').replace('-', '_')}")(rest)

    def _page(self, rest: str) -> None:
        self._answer(PAGE.encode(), headers={"Set-Cookie": "followed=yes; Path=/"})

    def _typed(self, rest: str) -> None:
        asked = parse_qs(rest)
        self._answer(unquote(asked["body"][0], "latin-1").encode("latin-1"), asked["type"][0])

    def _to(self, rest: str) -> None:
        """Leads on to whatever is asked, with the status that it begins with."""
        status, _, where = rest.partition("=")
        self.send_response(int(status))
        self.send_header("Location", unquote(where))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _around(self, rest: str) -> None:
        """Leads on to itself so often, then to the page."""
        left = int(rest)
        self._to(f"302={f'/around?{left - 1}' if left > 1 else '/page'}")

    def _status(self, rest: str) -> None:
        self._answer(b"no", status=int(rest))

    def _bomb(self, rest: str) -> None:
        self._answer(BOMB, headers={"Content-Encoding": "gzip"})

    def _packed(self, rest: str) -> None:
        body = gzip.compress(PAGE.encode())
        self._answer(
            body if rest == "gzip" else b"\x1f\x8bnonsense", headers={"Content-Encoding": rest}
        )

    def _endless(self, rest: str) -> None:
        self._begin("text/plain")
        while not self.server.closing.is_set():
            self.wfile.write(b"word " * 10_000)

    def _drip(self, rest: str) -> None:
        """A byte now and then, of the headers or of the body."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X: " if rest == "headers" else b"\r\n"))
        until = time.monotonic() + LONGEST_S
        while time.monotonic() < until and not self.server.closing.wait(0.2):
            self.wfile.write(b"a")
            self.wfile.flush()

    def _nonsense(self, rest: str) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    def _short(self, rest: str) -> None:
        self._begin("text/plain", headers={"Content-Length": "1000"})
        self.wfile.write(b"less")

    def _search(self, rest: str) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        found = {"title": asked["q"][0], "url": "https://a.example/", "content": "An excerpt."}
        self._answer(json.dumps({"results": [found] * 20}).encode(), "application/json")

    def _answer(
        self, body: bytes, kind: str = "text/html", status: int = 200, headers: Headers = NONE
    ) -> None:
        self._begin(kind, status, {"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def _begin(self, kind: str, status: int = 200, headers: Headers = NONE) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nobody reads along."""

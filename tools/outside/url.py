"""Read an address of the web strictly: what is unclear is refused, so that nobody reads it otherwise."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from tools.outside.errors import Unreachable

MOST_CHARACTERS = 2_000
PORTS = {"http": 80, "https": 443}
# Scheme, host, port, path with its query, fragment. No user, no backslash, no percent in a host.
_SHAPE = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[^\s/?#\\@:\[\]%]+)(?::([0-9]{1,5}))?([/?][^#]*)?(?:#.*)?",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")
_KEPT = "/?:@!$&'()*+,;=%-._~[]"


class Target(NamedTuple):
    """`host` as it is resolved and as a certificate must name it; `path` with the query."""

    scheme: str
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def parse(text: str) -> Target:
    """Raises Unreachable."""
    found = None if len(text) > MOST_CHARACTERS or _CONTROL.search(text) else _SHAPE.fullmatch(text)
    if not found:
        raise _bad("That is no address of a page: http or https, without a name or password.")
    scheme, host, port, path = found.groups()
    scheme = scheme.lower()
    number = int(port) if port else PORTS[scheme]
    if not 0 < number < 65_536:
        raise _bad("That address has a port that does not exist.")
    return Target(scheme, _host(host), number, _path(path or "/"))


def _host(written: str) -> str:
    try:
        host = written.strip("[]").encode("idna").decode().lower()
    except UnicodeError as error:
        raise _bad("That address has a host that does not exist.") from error
    return host.removesuffix(".")


def _path(written: str) -> str:
    try:
        path = quote(written, safe=_KEPT)
    except UnicodeEncodeError as error:  # a lone surrogate
        raise _bad("That address has characters that no address can have.") from error
    return path if path.startswith("/") else f"/{path}"


def _bad(message: str) -> Unreachable:
    return Unreachable("bad_url", message)

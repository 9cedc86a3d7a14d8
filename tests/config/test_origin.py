"""Which Origin may open a socket: exactly the request's own and the trusted ones."""

from typing import Any

import pytest
from pytest_django import Settings

from config.origin import is_allowed

HOST = "parley.example:8000"
OWN = "http://parley.example:8000"
TRUSTED = ["https://talk.example", "https://*.wild.example"]

# safety.md, threat 3: what else a browser, a proxy or an attacker may send.
REFUSED = [
    "",
    "null",
    "*",
    " ",
    "http://parley.example",
    "http://parley.example:80",
    "http://parley.example:8001",
    "http://parley.example:80000",
    "https://parley.example:8000",
    "https://parley.example",
    "ws://parley.example:8000",
    "file://parley.example:8000",
    "chrome-extension://parley.example:8000",
    "parley.example:8000",
    "//parley.example:8000",
    "http:parley.example:8000",
    "http://parley.example:8000/",
    "http://parley.example:8000/path",
    "http://parley.example:8000?x",
    "http://parley.example:8000#x",
    "http://parley.example.:8000",
    "http://parley.example:8000.evil.example",
    "http://parley.example.evil.example:8000",
    "http://evilparley.example:8000",
    "http://evil.example",
    "http://user@parley.example:8000",
    "http://parley.example:8000@evil.example",
    "http://sub.parley.example:8000",
    "http://p\u0430rley.example:8000",
    "http://xn--prley-4ve.example:8000",
    "http://[::1]:8000",
    "http://127.0.0.1:8000",
    "http://2130706433:8000",
    "http://parley.example:8000\x00",
    "http://parley.example:8000\r\nX: y",
    "http://parley.example:8000 ",
    "\thttp://parley.example:8000",
    "http://parley.example:8000, http://evil.example",
    "http://talk.example",
    "https://talk.example:8443",
    "https://a.wild.example",
    "https://*.wild.example",
]
ALLOWED = [OWN, "HTTP://PARLEY.EXAMPLE:8000", "https://talk.example", "https://TALK.example"]


def scope(*origins: str, host: str = HOST, scheme: str = "ws", **more: bytes) -> dict[str, Any]:
    headers = [(b"origin", one.encode("utf-8")) for one in origins]
    extra = [(name.replace("_", "-").encode(), value) for name, value in more.items()]
    return {"scheme": scheme, "headers": [(b"host", host.encode()), *headers, *extra]}


@pytest.fixture(autouse=True)
def _trusted(settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = TRUSTED


@pytest.mark.parametrize("origin", REFUSED)
def test_it_refuses_every_other_origin(origin: str) -> None:
    assert not is_allowed(scope(origin))


@pytest.mark.parametrize("origin", ALLOWED)
def test_it_allows_its_own_and_the_trusted(origin: str) -> None:
    assert is_allowed(scope(origin))


def test_it_refuses_none_and_two() -> None:
    assert not is_allowed(scope())
    assert not is_allowed(scope(OWN, OWN))
    assert not is_allowed(scope(OWN, "http://evil.example"))


def test_it_refuses_a_request_without_one_host() -> None:
    without: dict[str, Any] = {"scheme": "ws", "headers": [(b"origin", OWN.encode())]}
    assert not is_allowed(without)
    twice = scope(OWN)
    twice["headers"].append((b"host", b"evil.example"))
    assert not is_allowed(twice)


def test_a_secure_socket_wants_a_secure_origin() -> None:
    assert is_allowed(scope("https://parley.example:8000", scheme="wss"))
    assert not is_allowed(scope(OWN, scheme="wss"))


def test_a_proxy_s_word_counts_only_when_there_is_a_proxy(settings: Settings) -> None:
    said = scope("https://parley.example:8000", x_forwarded_proto=b"https")
    assert not is_allowed(said)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert is_allowed(said)
    assert not is_allowed(scope("https://parley.example:8000"))

"""Nothing secret gets into a log, and nobody forges a line of it."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from config.logs import Redact

CANARIES = [
    "ek_68af296e8e408191a1120ab6383263c2",
    "sk-proj-abcDEF_123",
    "sk-1234",
    "Bearer eyJhbGciOi.J9",
    "bearer abc/def+ghi=",
    "sessionid=abcdef123456",
    "__Host-sessionid=abcdef123456; csrftoken=zzz",
]
SECRETS = ["68af296e", "abcDEF", "sk-1234", "eyJhbGci", "abc/def", "abcdef123456", "zzz"]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a handler with our filter writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redact())
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("canary")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


logger = logging.getLogger("canary")


@pytest.mark.parametrize("canary", CANARIES)
def test_a_secret_in_a_message_is_hidden(written: io.StringIO, canary: str) -> None:
    logger.error("before %s after", canary)
    assert not any(secret in written.getvalue() for secret in SECRETS)
    assert "[secret]" in written.getvalue()


@pytest.mark.parametrize("canary", CANARIES)
def test_a_secret_in_an_exception_is_hidden(written: io.StringIO, canary: str) -> None:
    try:
        raise RuntimeError(f"refused: {canary}")
    except RuntimeError:
        logger.exception("it failed")
    assert not any(secret in written.getvalue() for secret in SECRETS)
    assert "RuntimeError: refused" in written.getvalue()


@pytest.mark.parametrize("canary", CANARIES)
def test_a_secret_in_the_cause_of_an_exception_is_hidden(written: io.StringIO, canary: str) -> None:
    try:
        try:
            raise ValueError(canary)
        except ValueError as error:
            raise RuntimeError("outer") from error
    except RuntimeError:
        logger.exception("it failed")
    assert not any(secret in written.getvalue() for secret in SECRETS)


def test_a_secret_in_an_object_is_hidden(written: io.StringIO) -> None:
    logger.error("headers: %s", {"Authorization": "Bearer eyJhbGciOi"})
    assert "eyJhbGci" not in written.getvalue()


def test_the_configured_key_is_hidden_whatever_it_looks_like(
    written: io.StringIO, settings: Settings
) -> None:
    settings.OPENAI_API_KEY = "0123456789abcdef"
    logger.error("api-key: 0123456789abcdef")
    assert "0123456789abcdef" not in written.getvalue()


@pytest.mark.parametrize("forged", ["a\nERROR forged", "a\r\nERROR forged", "a\rERROR forged"])
def test_nobody_forges_a_line(written: io.StringIO, forged: str) -> None:
    logger.error("said %s", forged)
    assert len(written.getvalue().splitlines()) == 1


@pytest.mark.parametrize("forged", ["x\nERROR forged", "x\r\nERROR forged", "x\x1b[2J"])
def test_nobody_forges_a_line_by_an_exception(written: io.StringIO, forged: str) -> None:
    try:
        raise RuntimeError(forged)
    except RuntimeError:
        logger.exception("it failed")
    lines = written.getvalue().split("\n")
    assert not any(line.startswith("ERROR forged") for line in lines)
    assert not {"\r", "\x1b"} & set(written.getvalue())


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x08", "\x1b[31m", "\x7f", "\x9b31m", "\x85"])
def test_a_terminal_is_sent_no_control_characters(written: io.StringIO, control: str) -> None:
    logger.error("said %s.", control)
    assert control[0] not in written.getvalue()


def test_a_message_with_wrong_arguments_does_not_stop_the_work(written: io.StringIO) -> None:
    logger.error("%d and %s", "one")
    assert "%d and %s" in written.getvalue()


def test_every_handler_of_the_settings_redacts() -> None:
    from django.conf import settings

    handlers: Any = settings.LOGGING["handlers"]
    assert all("redact" in handler["filters"] for handler in handlers.values())

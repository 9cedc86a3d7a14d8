"""Health: alive says that the process answers; ready asks what it needs."""

import pytest
from django.db import OperationalError
from django.test import Client


class Gone:
    """A connection to a database that is away."""

    @property
    def ops(self) -> None:
        raise OperationalError("server closed the connection")


def test_live_needs_nothing() -> None:
    answer = Client().get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health", "/health/ready"])
def test_ready_asks_the_database(path: str) -> None:
    assert Client().get(path).status_code == 200


@pytest.mark.django_db
def test_ready_is_not_ready_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("health_check.checks.connections", {"default": Gone()})
    assert Client().get("/health/ready").status_code == 500


@pytest.mark.parametrize("path", ["/health", "/health/ready", "/health/live"])
def test_health_takes_no_post(path: str) -> None:
    assert Client().post(path).status_code == 405

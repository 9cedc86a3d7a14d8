"""Refusals name the bad field as clients know it."""

import msgspec
import pytest

from engine.core import errors
from engine.core.config import RealtimeConfig


def refused(value: object) -> errors.ProtocolError:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(value, RealtimeConfig)
    return errors.from_validation(caught.value, "session")


def test_an_unknown_field_is_named_by_its_path() -> None:
    error = refused({"audio": {"input": {"voice": "alloy"}}})
    assert (error.code, error.param) == ("unknown_parameter", "session.audio.input.voice")


def test_a_bad_value_is_named_by_its_path() -> None:
    error = refused({"audio": {"output": {"speed": 9}}})
    assert (error.code, error.param) == ("invalid_value", "session.audio.output.speed")


def test_a_missing_field_is_named_by_its_path() -> None:
    error = refused({"tools": [{"type": "function"}]})
    assert error.code == "missing_required_parameter"
    assert error.param == "session.tools[0].name"


def test_the_body_has_the_members_that_clients_read() -> None:
    body = errors.ProtocolError("No.", "invalid_value", "x").body()
    assert body == {
        "type": "invalid_request_error",
        "code": "invalid_value",
        "message": "No.",
        "param": "x",
    }

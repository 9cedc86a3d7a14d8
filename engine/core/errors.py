"""What a client did wrong, as the protocol's `error` event and HTTP error body show it."""

import re
from dataclasses import dataclass

import msgspec

INVALID_REQUEST = "invalid_request_error"
_UNKNOWN_FIELD = re.compile(r"Object contains unknown field `(.+?)`")
_MISSING_FIELD = re.compile(r"Object missing required field `(.+?)`")
_PLACE = re.compile(r"(?: - at `\$(?P<path>.*)`)$")


@dataclass
class ProtocolError(Exception):
    """One bad request; the session it happened in goes on."""

    message: str
    code: str | None = None
    param: str | None = None
    kind: str = INVALID_REQUEST
    # For HTTP, where the code alone does not tell.
    status: int | None = None

    def __str__(self) -> str:
        return self.message

    def body(self) -> dict[str, object]:
        """The members that the HTTP body and the event have in common."""
        return {
            "type": self.kind,
            "code": self.code,
            "message": self.message,
            "param": self.param,
        }


def missing(param: str) -> ProtocolError:
    return ProtocolError(
        f"Missing required parameter: '{param}'.", "missing_required_parameter", param
    )


def invalid(param: str, reason: str) -> ProtocolError:
    return ProtocolError(f"Invalid value for '{param}': {reason}", "invalid_value", param)


def from_validation(error: msgspec.ValidationError, root: str) -> ProtocolError:
    """A msgspec refusal with the dotted path that clients know; `root` may be empty."""
    text = str(error)
    place = _PLACE.search(text)
    reason = text[: place.start()] if place else text
    path = (root + (place["path"] if place else "")).lstrip(".")
    if unknown := _UNKNOWN_FIELD.search(reason):
        param = f"{path}.{unknown[1]}".lstrip(".")
        return ProtocolError(f"Unknown parameter: '{param}'.", "unknown_parameter", param)
    if absent := _MISSING_FIELD.search(reason):
        return missing(f"{path}.{absent[1]}".lstrip("."))
    return invalid(path, f"{reason}.")

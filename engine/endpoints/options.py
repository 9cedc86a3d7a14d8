"""The options of a request: which are handed on, and which nobody here can honour."""

from collections.abc import Sequence
from typing import Any

from engine.core import errors

# Who thinks with the small dialogue gets prose, and is told so before it is parsed.
PLAIN = (None, "text")


def chosen(body: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: body[name] for name in names if body.get(name) is not None}


def single(count: int | None, param: str) -> None:
    if count not in (None, 1):
        raise errors.invalid(param, "One answer is made to each request.")


def check_form(wanted: Any, has_model: bool, param: str) -> None:
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    if kind not in PLAIN and not has_model:
        message = "The small dialogue answers in prose; only a language model writes JSON."
        raise errors.invalid(param, message)

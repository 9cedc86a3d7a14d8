"""What a remote server says that a tool is, made into what may be offered."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from jsonschema import Draft202012Validator, SchemaError

from chat.errors import InputRefused
from chat.json_input import parse
from tools.outside.errors import Unreachable
from tools.registry import SEPARATOR
from tools.remote.schemas import harmless

MOST_TOOLS = 64
MOST_DESCRIPTION = 1_000
MOST_PARAMETERS_BYTES = 12 * 1024
LONGEST_NAME = 64
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Definition:
    """As the server gave it; `schema` is whatever it said."""

    name: str
    description: str
    schema: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """Another one when a word of it is another one."""
        said = json.dumps([self.name, self.description, self.schema], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    def offered(self) -> dict[str, Any]:
        """Description and parameters, as they may be offered. Raises Unreachable when they may not."""
        parameters = harmless(self.schema)
        try:
            Draft202012Validator.check_schema(parameters)
            parse(msgspec.json.encode(parameters), MOST_PARAMETERS_BYTES)
        except (SchemaError, InputRefused, UnicodeEncodeError) as error:
            message = "Its parameters are too large, or no JSON Schema."
            raise Unreachable("unfit", message) from error
        return {"description": readable(self.description), "parameters": parameters}


def readable(text: str) -> str:
    """No more than fits, and nothing that reads otherwise than it is shown."""
    return _CONTROL.sub(" ", text)[:MOST_DESCRIPTION].strip()


def name_of(server: str, tool: str) -> str:
    """As the provider takes it. What had to be changed ends with a digest, so that none meet."""
    room = LONGEST_NAME - len(server) - len(SEPARATOR)
    fitting = _NOT_IN_A_NAME.sub("_", tool)
    if fitting != tool or len(fitting) > room:
        fitting = f"{fitting[: room - 9]}_{hashlib.sha256(tool.encode()).hexdigest()[:8]}"
    return f"{server}{SEPARATOR}{fitting}"

"""A foreign JSON Schema made harmless: no references, no patterns, of a size that is quickly checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.outside.errors import Unreachable

MOST_DEPTH = 12
MOST_NODES = 600
_PLAIN = {
    *("type", "required", "enum", "const", "minimum", "maximum", "exclusiveMinimum"),
    *("exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems"),
    *("title", "description", "default", "format", "examples"),
}
_ONE = {"items", "additionalProperties"}
# One of several becomes any of them: what is left out below may let two of them fit.
_SEVERAL = {"anyOf": "anyOf", "oneOf": "anyOf", "allOf": "allOf", "prefixItems": "prefixItems"}


def harmless(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What it lets through is never less than the server's own does, which checks again.

    A reference could be followed to another machine or in circles, and a pattern could keep a
    processor busy for ever. Raises Unreachable for what is too large or refers to itself.
    """
    found = _Copy(schema).of(schema, 0)
    if found.get("type") != "object":
        raise _unfit("Its parameters are no object.")
    return {"properties": {}, **found}


class _Copy:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._nodes = 0

    def of(self, schema: Any, depth: int) -> dict[str, Any]:
        self._nodes += 1
        if depth > MOST_DEPTH or self._nodes > MOST_NODES:
            raise _unfit("Its parameters are too large, or refer to themselves.")
        if not isinstance(schema, Mapping):
            return {}  # true, false and what is no schema: anything, as far as we are concerned
        if "$ref" in schema:
            return self.of(self._referred(schema["$ref"]), depth + 1)
        return {key: value for part in schema for key, value in self._kept(schema, part, depth)}

    def _kept(self, schema: Mapping[str, Any], key: str, depth: int) -> list[tuple[str, Any]]:
        value = schema[key]
        if key in _PLAIN:
            return [(key, value)]
        if key == "properties" and isinstance(value, Mapping):
            return [(key, {name: self.of(one, depth + 1) for name, one in value.items()})]
        if key in _SEVERAL and isinstance(value, list):
            return [(_SEVERAL[key], [self.of(one, depth + 1) for one in value])]
        if key in _ONE and not (key == "additionalProperties" and "patternProperties" in schema):
            return [(key, value if isinstance(value, bool) else self.of(value, depth + 1))]
        return []

    def _referred(self, reference: Any) -> Any:
        """Only to another part of itself."""
        parts = str(reference).split("/")
        found: Any = self._root
        if parts[0] != "#":
            raise _unfit("Its parameters refer to something outside.")
        for part in parts[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, Mapping) or name not in found:
                raise _unfit("Its parameters refer to what is not there.")
            found = found[name]
        return found


def _unfit(message: str) -> Unreachable:
    return Unreachable("unfit", message)

"""A foreign schema becomes one that is quickly checked and refers to nothing."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tools.outside.errors import Unreachable
from tools.remote.schemas import harmless


def of(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **more}


def test_what_is_plain_stays() -> None:
    plain = of({"city": {"type": "string", "minLength": 1}}, required=["city"])
    plain["additionalProperties"] = False
    assert harmless(plain) == plain


def test_references_to_itself_are_written_out() -> None:
    city = {"type": "string", "description": "A city."}
    schema = of({"from": {"$ref": "#/$defs/City"}, "to": {"$ref": "#/$defs/City"}})
    assert harmless(schema | {"$defs": {"City": city}}) == of({"from": city, "to": city})


@pytest.mark.parametrize(
    "schema",
    [
        of({"a": {"$ref": "http://127.0.0.1/secret.json"}}),
        of({"a": {"$ref": "file:///etc/passwd"}}),
        of({"a": {"$ref": "#/$defs/nowhere"}}),
        of({"a": {"$ref": "#"}}),
        {"$ref": "#"},
        of({str(n): {"type": "string"} for n in range(1_000)}),
        {"type": "array"},
        {},
    ],
)
def test_what_is_outside_endless_or_no_object_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(Unreachable):
        harmless(schema)


def test_what_grows_by_referring_is_refused() -> None:
    """Each doubles the one before."""
    doubled = {str(n): {"allOf": [{"$ref": f"#/$defs/{n + 1}"}] * 2} for n in range(40)} | {
        "40": {"type": "string"}
    }
    with pytest.raises(Unreachable):
        harmless(of({"a": {"$ref": "#/$defs/0"}}, **{"$defs": doubled}))


@pytest.mark.parametrize(
    ("schema", "fits"),
    [
        (of({"a": {"type": "string", "pattern": "(a+)+$"}}), {"a": "a" * 40 + "b"}),
        (of({}, patternProperties={"(a+)+$": {}}, additionalProperties=False), {"a" * 40 + "b": 1}),
        (of({"a": {"oneOf": [{"pattern": "x"}, {"pattern": "y"}]}}), {"a": "x"}),
        (of({"a": {"not": {"pattern": "x"}}}), {"a": "x"}),
        (of({"a": True}), {"a": 5}),
    ],
)
def test_what_is_left_out_lets_more_through_and_never_less(
    schema: dict[str, Any], fits: dict[str, Any]
) -> None:
    Draft202012Validator(harmless(schema)).validate(fits)

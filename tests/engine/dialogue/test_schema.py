"""Schemas: what the arguments of a tool may be."""

import pytest

from engine.dialogue.schema import Property, properties_of


def read(schema: object, name: str = "x") -> Property:
    (one,) = properties_of({"properties": {name: schema}})
    return one


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "string"),
        ({"type": ["integer", "null"]}, "integer"),
        ({"anyOf": [{"type": "null"}, {"type": "boolean"}]}, "boolean"),
        ({"enum": ["a", "b"]}, "string"),
        ({"enum": [1, 2]}, "number"),
        ({"properties": {}}, "object"),
        ({}, "string"),
    ],
)
def test_it_reads_the_type(schema: object, kind: str) -> None:
    assert read(schema).kind == kind


def test_required_properties_come_first() -> None:
    properties: dict[str, object] = {"a": {}, "b": {}}
    names = [one.name for one in properties_of({"properties": properties, "required": ["b"]})]
    assert names == ["b", "a"]


@pytest.mark.parametrize(
    ("name", "description", "role"),
    [
        ("timezone", "", "place"),
        ("where", "A city", "place"),
        ("x", "The city", "place"),
        ("target_language", "", "goal"),
        ("expression", "", "sum"),
        ("query", "", "free"),
        ("colour", "", "other"),
    ],
)
def test_it_sees_what_a_string_stands_for(name: str, description: str, role: str) -> None:
    assert read({"type": "string", "description": description}, name).role == role


def test_a_string_with_a_format_is_left_to_be_exact() -> None:
    assert read({"type": "string", "format": "date"}, "due").role == "exact"


@pytest.mark.parametrize(
    ("pattern", "role"),
    [(r"\S", "free"), (r"^.{1,9}", "free"), (r"^\d{4}$", "exact"), ("(", "exact"), ("", "free")],
)
def test_a_pattern_that_plain_words_fit_wants_no_form(pattern: str, role: str) -> None:
    assert read({"type": "string", "pattern": pattern}, "text").role == role


def test_a_direction_is_one_in_a_name_and_a_joint_in_a_description() -> None:
    assert read({"type": "string"}, "from").role == "goal"
    assert read({"type": "string", "description": "One to eight words."}, "words").role == "other"

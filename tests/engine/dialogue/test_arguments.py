"""Arguments: a schema filled from a sentence."""

from typing import Any

from engine.dialogue.arguments import Filling, fill, force
from engine.dialogue.schema import properties_of
from engine.dialogue.sentence import Sentence


def filled(said: str, schema: dict[str, Any]) -> Filling:
    return fill(properties_of(schema), Filling(Sentence.of(said), {"add": 1.0, "task": 1.0}))


def test_a_missing_required_argument_takes_its_default() -> None:
    schema = {"properties": {"n": {"type": "integer", "default": 1}}, "required": ["n"]}
    assert filled("a room", schema).arguments == {"n": 1}


def test_an_optional_argument_that_was_not_said_is_left_out() -> None:
    schema = {"properties": {"n": {"type": "integer", "default": 1}, "city": {"type": "string"}}}
    assert filled("what should we add now", schema).arguments == {}


def test_a_list_is_taken_apart() -> None:
    tasks = {"type": "array", "items": {"type": "string"}}
    schema = {"properties": {"tasks": tasks}, "required": ["tasks"]}
    assert filled("add buy milk and call bob", schema).arguments == {
        "tasks": ["buy milk", "call bob"]
    }


def test_a_list_of_choices_takes_all_that_were_named() -> None:
    colors = {"type": "array", "items": {"enum": ["red", "green", "blue"]}}
    made = filled("paint it red and blue", {"properties": {"colors": colors}})
    assert made.arguments == {"colors": ["red", "blue"]}


def test_a_list_of_objects_fills_each() -> None:
    one = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
    schema = {"properties": {"tasks": {"type": "array", "items": one}}, "required": ["tasks"]}
    made = filled("add buy milk and call bob", schema)
    assert made.arguments == {"tasks": [{"title": "buy milk"}, {"title": "call bob"}]}


def test_force_gives_everything_required_a_value_of_its_type() -> None:
    properties = {"a": {"type": "integer"}, "b": {"enum": ["x"]}, "c": {"type": "boolean"}}
    made = filled("well", {"properties": properties, "required": ["a", "b", "c"]})
    assert force(made) == {"a": 0, "b": "x", "c": True}


def test_code_between_marks_is_taken_letter_by_letter() -> None:
    code = {"type": "string", "description": "An expression."}
    schema = {"properties": {"code": code}, "required": ["code"]}
    assert filled("Run `Math.max(1 + 1, 4)`", schema).arguments == {"code": "Math.max(1 + 1, 4)"}
    assert filled("Run six times seven", schema).arguments == {"code": "6 * 7"}


def test_beside_what_must_be_said_nothing_is_a_place() -> None:
    schema = {
        "properties": {"title": {"type": "string"}, "city": {"type": "string"}},
        "required": ["title"],
    }
    assert filled("add a task to buy milk", schema).arguments == {"title": "buy milk"}


def test_what_it_is_called_and_what_it_says_are_told_apart() -> None:
    schema = {
        "properties": {"name": {"type": "string"}, "content": {"type": "string"}},
        "required": ["name", "content"],
    }
    wanted = {"name": "greeting", "content": "good morning"}
    for said in (
        "add a task called greeting that says good morning",
        "add good morning to a task called greeting",
    ):
        assert filled(said, schema).arguments == wanted

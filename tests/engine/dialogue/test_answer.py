"""The dialogue as a whole: what is said and what is called."""

import json
from typing import Any

import pytest

from tests.engine.dialogue.conversation import (
    TOOLS,
    answer,
    assistant,
    called,
    calls,
    output,
    spoken,
    typed,
    user,
)

WISHES: list[tuple[str, str, dict[str, Any]]] = [
    ("what time is it in tokyo", "read_the_clock", {"zone": "Tokyo"}),
    ("hello what's the time in los angeles right now", "read_the_clock", {"zone": "Los Angeles"}),
    ("What time is it in S\u00e3o Paulo?", "read_the_clock", {"zone": "S\u00e3o Paulo"}),
    ("what time is it", "read_the_clock", {}),
    ("tokyo time please", "read_the_clock", {"zone": "Tokyo"}),
    ("will it rain in london tomorrow", "sky_report", {"town": "London"}),
    ("the weather in rome in kelvin", "sky_report", {"town": "Rome", "scale": "kelvin"}),
    (
        "dim the living room to thirty five percent",
        "dimLights",
        {"room": "living_room", "level": 35},
    ),
    ("set the lights in the kitchen to 7", "dimLights", {"room": "kitchen", "level": 7}),
    ("set a timer for five minutes", "egg_timer", {"seconds": 300}),
    ("a ten second timer called pasta", "egg_timer", {"seconds": 10, "label": "pasta"}),
    ("search the library for red shoes", "library_search", {"query": "red shoes"}),
    ('please find "War and Peace"', "library_search", {"query": "War and Peace"}),
    ("make a note that says the code is 1234", "jot", {"kind": "note", "body": "the code is 1234"}),
    ("create a task buy milk", "jot", {"kind": "task", "body": "buy milk"}),
    ("what is twelve times seven", "reckoner", {"expression": "12 * 7"}),
    ("how much is 3 plus 4.5", "reckoner", {"expression": "3 + 4.5"}),
    (
        "translate good morning to french",
        "say_in",
        {"text": "good morning", "target_language": "French"},
    ),
    ("book a ferry from oslo to new york", "ferry", {"origin": "Oslo", "destination": "New York"}),
    ("turn on the fan", "fan", {"on": True}),
    ("switch the fan off", "fan", {"on": False}),
]


@pytest.mark.parametrize(("said", "name", "arguments"), WISHES, ids=[wish[0] for wish in WISHES])
def test_it_calls_the_tool_that_fits(said: str, name: str, arguments: dict[str, Any]) -> None:
    assert calls(said) == [(name, arguments)]


TALK = [
    ("hello", "Hello!"),
    ("hello how are you", "I am well"),
    ("hello fellow are you", "I am well"),
    ("thank you very much", "welcome"),
    ("goodbye", "Goodbye"),
    ("stop", "All right."),
    ("Stop talking, please!", "All right."),
    ("can you hear me", "I hear you"),
    ("who are you", "Parley"),
    ("are you a robot", "program"),
    ("tell me a joke", "?"),
    ("my name is alice", "Nice to meet you, Alice."),
    ("my favourite color is blue", "your favorite color is blue"),
    ("what is my name", "not told me your name"),
    ("what is the capital of france", "no answer"),
]


@pytest.mark.parametrize(("said", "heard"), TALK, ids=[talk[0] for talk in TALK])
def test_it_makes_small_talk(said: str, heard: str) -> None:
    assert heard in spoken(said)


@pytest.mark.parametrize(
    "told",
    ["i had a great time in tokyo", "the weather is nice today", "my sister is in the kitchen"],
)
def test_what_is_only_told_calls_nothing(told: str) -> None:
    assert calls(told) == []


@pytest.mark.parametrize("item", [user("my name is alice"), typed("Hi! My name is Alice.")])
def test_it_knows_the_name_after_a_replay(item: dict[str, Any]) -> None:
    replayed = [item, assistant("Nice to meet you."), "what time is it", assistant("Noon.")]
    assert spoken(*replayed, "what is my name") == "Your name is Alice."


def test_it_speaks_what_a_tool_gave_back() -> None:
    result = {"success": True, "result": {"hour": 14}, "message": "It is 14:05 in Tokyo."}
    conversation = ["what time is it in tokyo", called("read_the_clock", zone="Tokyo")]
    assert spoken(*conversation, output(result)) == "It is 14:05 in Tokyo."


def test_it_says_plainly_that_a_tool_failed() -> None:
    failed = output({"success": False, "error": {"code": "no", "message": "Unknown zone"}})
    assert (
        spoken("the time", called("read_the_clock"), failed) == "That did not work. Unknown zone."
    )


def test_it_asks_for_what_is_missing_and_then_calls() -> None:
    question = spoken("what is the weather")
    assert question == "Which town do you mean?"
    asked = ["what is the weather", assistant(question)]
    assert calls(*asked, "in paris please") == [("sky_report", {"town": "Paris"})]


def test_it_asks_one_thing_after_the_other() -> None:
    room = spoken("dim the lights")
    level = spoken("dim the lights", assistant(room), "the attic")
    assert "kitchen, living room or attic" in room
    talk = ["dim the lights", assistant(room), "the attic", assistant(level), "fifty"]
    assert calls(*talk) == [("dimLights", {"room": "attic", "level": 50})]


def test_a_question_can_be_left_unanswered() -> None:
    asked = ["what is the weather", assistant("Which town do you mean?")]
    assert spoken(*asked, "never mind") == "All right."


def test_and_in_paris_repeats_the_last_call_with_another_place() -> None:
    before = ["what time is it in tokyo", called("read_the_clock", zone="Tokyo"), output("14:05")]
    then = [*before, assistant("14:05."), "and in paris"]
    assert calls(*then) == [("read_the_clock", {"zone": "Paris"})]


def test_two_places_make_two_calls() -> None:
    zones = [arguments["zone"] for _, arguments in calls("what time is it in tokyo and in paris")]
    assert zones == ["Tokyo", "Paris"]


def test_the_home_that_was_told_fills_a_place() -> None:
    told = ["i live in berlin", assistant("I will remember.")]
    assert calls(*told, "what is the weather") == [("sky_report", {"town": "Berlin"})]


def test_without_a_fitting_tool_it_says_so_and_suggests_something() -> None:
    said = spoken("what time is it in tokyo", tools=[])
    assert "what time is it in tokyo" in said
    assert "small local engine" in said


def test_what_was_not_understood_is_said_and_calls_nothing() -> None:
    made = answer("what time is it in tokyo", understood=False)
    assert made.clauses[0] == "I did not catch that."
    assert len(made.clauses) > 1
    assert not made.calls


def test_tool_choice_none_calls_nothing() -> None:
    assert calls("what time is it in tokyo", tool_choice="none") == []


def test_while_a_call_is_undecided_it_says_that_it_waits() -> None:
    talk = ["what time is it in tokyo", called("read_the_clock", zone="Tokyo")]
    assert "waiting for read the clock" in spoken(*talk, tool_choice="none")


def test_tool_choice_required_calls_something_of_the_right_shape() -> None:
    ((name, arguments),) = calls("good evening", tool_choice="required")
    schema = next(t["parameters"] for t in TOOLS if t["name"] == name)
    assert set(schema["required"]) <= set(arguments)


def test_a_named_tool_is_called_whatever_was_said() -> None:
    choice = {"type": "function", "name": "library_search"}
    assert calls("red shoes", tool_choice=choice) == [("library_search", {"query": "red shoes"})]


def test_it_tells_its_abilities_by_the_tools_own_descriptions() -> None:
    said = spoken("what can you do")
    assert "what time it is somewhere" in said
    assert "sky report" in said.lower()
    assert "no tools" in spoken("what can you do", tools=[])


@pytest.mark.parametrize("wish", ["tell me a story", "count to twenty", "tell me about yourself"])
def test_long_answers_come_in_several_clauses(wish: str) -> None:
    assert len(answer(wish).clauses) >= 4


def test_an_empty_conversation_is_greeted() -> None:
    assert spoken() == "Hello! What can I do for you?"


def test_instructions_may_dictate_the_words() -> None:
    assert spoken("hello", instructions="Say: Welcome back!") == "Welcome back!"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"type": "message", "role": "user"},
        {"type": "message", "role": "user", "content": [None, {"type": "input_audio"}, 3]},
        {"type": "function_call", "name": "ferry", "arguments": "{"},
        {"type": "function_call_output", "output": None},
    ],
    ids=json.dumps,
)
def test_malformed_items_do_no_harm(broken: dict[str, Any]) -> None:
    assert answer(broken).clauses
    assert answer(broken, "hello").clauses
    assert answer("hello", broken).clauses


@pytest.mark.parametrize(
    "parameters", [None, {}, {"type": "object"}, {"properties": {"a": True}}, []]
)
def test_malformed_schemas_do_no_harm(parameters: object) -> None:
    tools = [{"type": "function", "name": "moon_phase", "parameters": parameters}]
    assert calls("show me the moon phase", tools=tools) == [("moon_phase", {})]


def test_silence_is_greeted_at_first_and_asked_after_later() -> None:
    assert spoken(user("")).startswith("Hello!")
    assert spoken(user("hello"), assistant("Hello!"), user("")) == "Are you still there?"

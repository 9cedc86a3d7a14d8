"""Results: any output of a tool as sentences."""

import json

import pytest

from engine.dialogue import results

CASES: list[tuple[object, str]] = [
    ({"success": True, "result": 1, "message": "It is 14:05 in Tokyo."}, "It is 14:05 in Tokyo."),
    ({"temperature": 21, "sky": "clear"}, "The temperature is 21 and the sky is clear."),
    ({"success": True, "result": {"roomName": "attic"}}, "The room name is attic."),
    ({"success": True}, "That is done."),
    ({"success": False, "error": "Unknown city"}, "That did not work. Unknown city."),
    ({"error": {"code": "denied", "message": "Not allowed."}}, "That did not work. Not allowed."),
    ({"success": False}, "That did not work."),
    ([], "There is nothing there."),
    ([{"title": "Milk"}, {"title": "Bread"}], "There are 2: Milk and Bread."),
    (42, "42."),
    (None, "That is done."),
    (False, "The answer is no."),
]


@pytest.mark.parametrize(("output", "said"), CASES)
def test_it_says_the_output(output: object, said: str) -> None:
    assert " ".join(results.say([json.dumps(output)])) == said


def test_plain_text_is_said_sentence_by_sentence() -> None:
    assert results.say(["It rains. Take **this** umbrella!"]) == [
        "It rains.",
        "Take this umbrella!",
    ]


def test_addresses_and_marks_are_not_read_aloud() -> None:
    said = results.say(["See [the page](https://example.com/x) now. https://example.com/y"])
    assert said == ["See the page now."]


def test_a_long_output_is_cut_short() -> None:
    said = " ".join(results.say(["word " * 5_000]))
    assert len(said) < 800
    assert said.endswith("and so on.")


def test_several_outputs_are_said_in_their_order() -> None:
    assert results.say(["One.", '{"message": "Two."}']) == ["One.", "Two."]

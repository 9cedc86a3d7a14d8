"""The toolbox: which tool is meant."""

import pytest

from engine.dialogue.sentence import Sentence
from engine.dialogue.toolbox import Toolbox, is_request, words_of
from tests.engine.dialogue.conversation import TOOLS, one_of, text, tool


def best(said: str, *tools: dict[str, object]) -> str | None:
    found = Toolbox(tools or TOOLS).best(Sentence.of(said))
    return found.name if found else None


def test_the_words_of_a_name_are_read_however_it_is_written() -> None:
    assert words_of("getCurrent_time-now") == ["get", "current", "time", "now"]


@pytest.mark.parametrize(
    ("said", "request_"),
    [
        ("what time is it", True),
        ("dim the lights", True),
        ("i would like some tea", True),
        ("i had some tea", False),
        ("the weather is nice", False),
    ],
)
def test_a_wish_is_told_from_a_statement(said: str, request_: bool) -> None:
    assert is_request(Sentence.of(said)) is request_


def test_the_description_alone_can_be_enough() -> None:
    assert best("what is the weather", tool("tool_7", "Weather forecast for a city.")) == "tool_7"


SHELF = [
    tool("add_many_books", "Adds several books.", "kind", kind=one_of("novel", "atlas")),
    tool("add_book", "Adds a book.", "kind", kind=one_of("novel", "atlas")),
    tool("find_books", "Finds books.", kind=one_of("novel", "atlas")),
    tool("drop_book", "Drops a book.", "book", book=text()),
    tool("change_book", "Changes a book.", "book", book=text(), kind=one_of("novel", "atlas")),
]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("add a novel", "add_book"),
        ("which novels do i have", "find_books"),
        ("drop the novel", "drop_book"),
        ("i have a novel", None),
    ],
)
def test_of_tools_about_the_same_the_verb_decides(said: str, name: str | None) -> None:
    assert best(said, *SHELF) == name


def test_a_word_that_another_tool_has_itself_is_not_taken_for_one_near_it() -> None:
    note = tool("jot", "Jots.", "kind", kind=one_of("note", "task"))
    assert best("write a note", tool("remember", "Remember a fact."), note) == "jot"


def test_what_goes_into_a_note_does_not_choose_the_tool() -> None:
    note, code = tool("write_note", "Writes a note."), tool("run_code", "Runs code.")
    assert best("make a note that the door code is seven", code, note) == "write_note"


def test_what_there_is_to_do_is_no_question_about_today() -> None:
    todo = tool("list_todos", "Lists todos.")
    clock = tool("clock", "The date of today.")
    assert best("what do i have to do today", clock, todo) == "list_todos"


def test_a_word_that_means_nearly_the_same_is_enough() -> None:
    assert best("will it rain today", tool("weather", "")) == "weather"


def test_a_misheard_word_is_enough() -> None:
    assert best("what are the preferance", tool("preferences", "")) == "preferences"


def test_of_two_similar_tools_the_one_with_the_telling_word_is_chosen() -> None:
    tools = (
        tool("create_invoice", "Create an invoice."),
        tool("create_customer", "Create a customer."),
    )
    assert best("create a customer", *tools) == "create_customer"


def test_a_verb_alone_is_not_enough() -> None:
    assert best("create a poem", tool("create_invoice", "Create an invoice.")) is None


def test_only_functions_with_a_name_are_tools() -> None:
    odd = [{"type": "mcp", "server_label": "x"}, {"type": "function"}]
    assert Toolbox(odd).candidates == []

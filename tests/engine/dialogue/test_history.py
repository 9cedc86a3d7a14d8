"""History: who said what, and what still waits."""

from engine.dialogue.history import History
from tests.engine.dialogue.conversation import assistant, called, output, typed, user


def test_it_reads_typed_and_spoken_words() -> None:
    history = History([user("one"), assistant("two"), typed("three")])
    assert history.said_by("user") == ["one", "three"]
    assert history.last_user_text == "three"


def test_outputs_are_fresh_until_somebody_speaks() -> None:
    items = [user("x"), called("fan"), output("done")]
    assert History(items).fresh_outputs == ["done"]
    assert History([*items, assistant("Done.")]).fresh_outputs == []


def test_a_call_waits_until_its_output_is_there() -> None:
    items = [user("x"), called("fan", on=True)]
    (waiting,) = History(items).waiting_calls
    assert (waiting.name, waiting.arguments) == ("fan", {"on": True})
    assert History([*items, output("done")]).waiting_calls == []


def test_it_finds_our_question_before_their_answer() -> None:
    items = [user("x"), assistant("Which?"), user("this")]
    before = History(items).before_last_answer()
    assert before is not None
    assert before[0] == "Which?"
    assert before[1].last_user_text == "x"

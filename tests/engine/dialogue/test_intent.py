"""Intents: what is to be called, and what has to be asked first."""

from engine.dialogue import intent
from engine.dialogue.history import History
from engine.dialogue.toolbox import Toolbox
from tests.engine.dialogue.conversation import TOOLS, assistant, called, output, user


def found(*items: dict[str, object]) -> intent.Intent | None:
    return intent.find(History(items), Toolbox(TOOLS))


def test_a_choice_is_asked_for_with_its_members() -> None:
    wish = found(user("make a dot in the library"), user("dim the lights to ten"))
    assert wish is not None
    assert wish.question == "Which room should it be: kitchen, living room or attic?"


def test_an_answer_that_does_not_fit_a_choice_is_a_new_wish() -> None:
    question = "Which room should it be: kitchen, living room or attic?"
    wish = found(
        user("dim the lights to ten"), assistant(question), user("what time is it in oslo")
    )
    assert wish is not None
    assert wish.candidate.name == "read_the_clock"


def test_again_repeats_the_last_call() -> None:
    before = [user("switch on the fan"), called("fan", on=True), output("done"), assistant("Done.")]
    wish = found(*before, user("do it again"))
    assert wish is not None
    assert [call.arguments for call in wish.calls] == [{"on": True}]


def test_small_words_are_no_intent() -> None:
    assert found(user("and so on")) is None

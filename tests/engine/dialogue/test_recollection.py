"""Recollection: what was said before."""

from tests.engine.dialogue.conversation import assistant, spoken, user

TALK = [user("my name is alice"), assistant("Nice to meet you, Alice."), user("count to three")]


def test_it_quotes_the_person() -> None:
    assert spoken(*TALK, "what did i say first") == "You said: my name is alice"
    assert spoken(*TALK, "what did i just say") == "You said: count to three"


def test_it_repeats_itself() -> None:
    assert spoken(*TALK, "say that again") == "Nice to meet you, Alice."


def test_it_sums_up_what_it_knows() -> None:
    assert "Your name is Alice." in spoken(*TALK, "what do you know about me")


def test_at_the_beginning_there_is_nothing_to_remember() -> None:
    assert "first thing" in spoken("what did i say")
    assert "only just begun" in spoken("what were we talking about")

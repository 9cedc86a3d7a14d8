"""Dictation in a real browser: what is said stands in the text field, and nothing of it is lost."""

import pytest

from tests.live.dictating import Dictating
from tests.live.person import Person

pytestmark = pytest.mark.usefixtures("first_preferences")


@pytest.fixture
def ann(alice: Person) -> Dictating:
    return Dictating(alice)


def test_two_sentences_go_into_the_middle_of_a_draft(ann: Dictating) -> None:
    ann.write("Before. After.", caret=7)
    ann.begin()
    ann.say("what-can-you-do")
    ann.reads("Before. what can you do After.")
    ann.say("hello-how-are-you")
    ann.reads("Before. what can you do hello how are you After.")
    ann.end()
    ann.person.page.reload()
    ann.reads("Before. what can you do hello how are you After.")
    assert ann.person.thread() == []
    assert ann.person.violations() == []

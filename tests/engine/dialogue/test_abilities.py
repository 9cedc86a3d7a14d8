"""Abilities: its own, and the session's tools in their own words."""

import pytest

from engine.dialogue import abilities
from engine.dialogue.toolbox import Toolbox
from tests.engine.dialogue.conversation import tool


@pytest.mark.parametrize(
    "said",
    ["what can you do", "help", "help me please", "what are your tools", "what else can you do"],
)
def test_the_question_is_known(said: str) -> None:
    assert abilities.QUESTION.search(said)


def test_a_long_list_of_tools_is_cut_and_says_so() -> None:
    many = [tool(f"tool_{n}", f"Does the thing {n}.") for n in range(20)]
    told = abilities.describe(Toolbox(many).candidates)
    assert told[-1] == f"And {20 - abilities.MOST_TOOLS} more."


def test_a_tool_without_description_is_named() -> None:
    told = abilities.describe(Toolbox([tool("moon_phase", "")]).candidates)
    assert told[-1] == "Moon phase."

"""Facts: remembered, recalled and forgotten, each person's alone."""

import json
from typing import Any

import pytest

from chat.models import User
from chat.services.history import context_of
from tools import execution, permissions, registry
from tools.base import ToolResult
from tools.models import Fact
from tools.models.fact import MAX_CHARACTERS, MOST

pytestmark = pytest.mark.django_db


def use(user: User, tool: str, **arguments: Any) -> ToolResult:
    return execution.run(context_of(user), tool, json.dumps(arguments))


def known(user: User, words: str = "") -> list[str]:
    return [one["fact"] for one in use(user, "recall", words=words).result["facts"]]


def test_what_is_remembered_is_recalled_until_it_is_forgotten(alice: User) -> None:
    kept = use(alice, "remember", fact="Her sister is called  Mary.")
    assert (kept.success, known(alice)) == (True, ["Her sister is called Mary."])
    assert use(alice, "forget", id=kept.result["id"]).success
    assert (known(alice), use(alice, "forget", id=kept.result["id"]).error) == ([], "not_found")


def test_facts_are_recalled_by_their_words(alice: User) -> None:
    for fact in ("She likes tea.", "She likes coffee at noon."):
        use(alice, "remember", fact=fact)
    assert known(alice, "COFFEE likes") == ["She likes coffee at noon."]
    assert known(alice, "coffee tea") == []


def test_another_s_are_neither_recalled_nor_forgotten(alice: User, bob: User) -> None:
    kept = use(bob, "remember", fact="Private to Bob")
    assert (known(alice), use(alice, "forget", id=kept.result["id"]).error) == ([], "not_found")
    assert known(bob) == ["Private to Bob"]


def test_the_same_again_is_one_fact(alice: User) -> None:
    for _ in range(3):
        assert use(alice, "remember", fact="She likes tea.").success
    assert Fact.objects.count() == 1


def test_there_is_an_end_to_it(alice: User) -> None:
    Fact.objects.bulk_create(Fact(user=alice, text=f"Fact {n}") for n in range(MOST))
    assert use(alice, "remember", fact="One more").error == "full"
    assert use(alice, "remember", fact="Fact 1").success


@pytest.mark.parametrize("fact", ["", "  ", "x" * (MAX_CHARACTERS + 1), 1, None])
def test_what_is_no_fact_is_a_bad_argument(alice: User, fact: object) -> None:
    assert use(alice, "remember", fact=fact).error == "bad_arguments"


@pytest.mark.parametrize("wrong", [0, -1, "1", 1.5, 2**40, True])
def test_what_is_no_id_is_a_bad_argument(alice: User, wrong: object) -> None:
    assert use(alice, "forget", id=wrong).error == "bad_arguments"


def test_they_run_without_asking_until_an_administrator_decides(alice: User) -> None:
    for name in ("remember", "forget", "recall"):
        tool = registry.find(name)
        assert tool
        assert permissions.decision(alice, tool) is permissions.Decision.ALWAYS

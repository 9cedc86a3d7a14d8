"""One response at a time for the conversation, others beside it."""

import pytest

from engine.core.orders import Hush, Think
from tests.engine.core.scene import Scene

TEXT = {"type": "realtime", "output_modalities": ["text"]}


def asked(**params: object) -> Scene:
    scene = Scene(TEXT)
    scene.type_text("hi")
    scene.client("response.create", response=params)
    return scene


def test_a_second_response_is_refused_and_names_the_first() -> None:
    scene = asked()
    scene.client("response.create", event_id="mine")
    running = scene.witness.last("response.created")["response"]["id"]
    assert scene.error()["code"] == "conversation_already_has_active_response"
    assert running in scene.error()["message"]
    assert scene.error()["event_id"] == "mine"


def test_the_slot_is_free_after_response_done() -> None:
    scene = asked()
    scene.say("Hello.", spoken=False)
    scene.client("response.create")
    assert len(scene.witness.of("response.created")) == 2


def test_overrides_hold_for_one_response_only() -> None:
    scene = asked(instructions="Be brief.", tool_choice="none", metadata={"topic": "a"})
    assert scene.ordered(Think)[0].instructions == "Be brief."
    assert scene.ordered(Think)[0].tool_choice == "none"
    scene.say("Hello.", spoken=False)
    assert scene.witness.last("response.done")["response"]["metadata"] == {"topic": "a"}
    scene.client("response.create")
    assert scene.ordered(Think)[1].instructions != "Be brief."


def test_an_out_of_band_response_leaves_the_conversation_alone() -> None:
    scene = asked(conversation="none", input=[])
    scene.say("Hello.", spoken=False)
    assert scene.ordered(Think)[0].items == []
    assert len(scene.session.conversation.items) == 1
    assert scene.witness.last("response.done")["response"]["conversation_id"] is None
    scene.witness.settle()


def test_an_out_of_band_response_runs_beside_the_other() -> None:
    scene = asked()
    scene.client("response.create", response={"conversation": "none"})
    assert len(scene.witness.of("response.created")) == 2


def test_a_response_can_be_given_items_of_the_conversation() -> None:
    scene = Scene(TEXT)
    scene.type_text("hi")
    item_id = scene.session.conversation.items[0].id
    given = [{"type": "item_reference", "id": item_id}]
    scene.client("response.create", response={"conversation": "none", "input": given})
    assert [item["id"] for item in scene.ordered(Think)[0].items] == [item_id]


def test_a_reference_to_nothing_starts_nothing() -> None:
    scene = asked(input=[{"type": "item_reference", "id": "nobody"}])
    assert scene.error()["code"] == "item_not_found"
    assert "response.created" not in scene.witness.types()


def test_cancelling_names_a_response_or_means_the_conversations_own() -> None:
    scene = asked()
    scene.client("response.create", response={"conversation": "none"})
    beside = scene.witness.last("response.created")["response"]["id"]
    scene.client("response.cancel", response_id=beside)
    assert scene.witness.last("response.done")["response"]["id"] == beside
    scene.client("response.cancel")
    assert scene.witness.last("response.done")["response"]["id"] != beside
    details = scene.witness.last("response.done")["response"]["status_details"]
    assert details == {"type": "cancelled", "reason": "client_cancelled"}


def test_whatever_is_over_is_hushed() -> None:
    scene = asked()
    scene.client("response.cancel")
    assert [order.response_id for order in scene.ordered(Hush)] == [scene.thinking]


def test_a_broken_answer_fails_and_the_session_goes_on() -> None:
    scene = asked()
    scene.session.responses.failed(scene.thinking, "It broke.")
    scene.settle()
    done = scene.witness.last("response.done")["response"]
    assert done["status"] == "failed"
    assert done["status_details"]["error"]["message"] == "It broke."
    scene.client("response.create")
    assert len(scene.witness.of("response.created")) == 2


def test_a_failure_that_was_spoken_ends_after_its_last_word() -> None:
    scene = asked()
    scene.say("I cannot think now.", spoken=False, over=False)
    error = {"type": "server_error", "code": "server_error", "message": "The model is gone."}
    scene.session.responses.thought(scene.thinking, "failed", error=error)
    scene.settle()
    done = scene.witness.last("response.done")["response"]
    assert (done["status"], done["status_details"]["error"]) == ("failed", error)
    assert done["output"][0]["content"][0]["text"] == "I cannot think now."


def test_a_text_in_pieces_is_joined_as_it_came() -> None:
    scene = asked()
    for piece in ("Twenty", "-one", " is\n*more*."):
        scene.session.responses.said(scene.thinking, piece, "")
    scene.session.responses.thought(scene.thinking)
    scene.settle()
    assert scene.witness.last("response.output_text.done")["text"] == "Twenty-one is\n*more*."


def test_an_answer_ends_at_its_token_limit() -> None:
    scene = asked(max_output_tokens=1)
    scene.say("This is longer than one token.", "And on it goes.", spoken=False)
    done = scene.witness.last("response.done")["response"]
    assert done["status"] == "incomplete"
    assert done["status_details"]["reason"] == "max_output_tokens"
    scene.witness.settle()


def test_the_second_answer_finds_the_first_ones_input_cached() -> None:
    scene = Scene({**TEXT, "instructions": "x" * 400})
    scene.type_text("hi")
    for _ in range(2):
        scene.client("response.create")
        scene.say("Hello.", spoken=False)
    usages = [one["response"]["usage"] for one in scene.witness.of("response.done")]
    cached = [usage["input_token_details"]["cached_tokens"] for usage in usages]
    assert cached == [0, 64]


@pytest.mark.parametrize(("allowed", "calls"), [(None, 2), (True, 2), (False, 1)])
def test_calls_come_together_unless_that_was_forbidden(allowed: bool | None, calls: int) -> None:
    scene = asked(**({} if allowed is None else {"parallel_tool_calls": allowed}))
    scene.session.responses.called(scene.thinking, "first", "{}")
    scene.session.responses.called(scene.thinking, "second", '{"a": 1}')
    scene.session.responses.thought(scene.thinking)
    scene.settle()
    output = scene.witness.last("response.done")["response"]["output"]
    assert [item["name"] for item in output] == ["first", "second"][:calls]
    assert len({item["call_id"] for item in output}) == calls
    scene.witness.settle()


@pytest.mark.parametrize(
    "metadata",
    [{"k" * 65: "v"}, {"k": "v" * 513}, {str(number): "v" for number in range(17)}, {"k": 1}],
)
def test_metadata_beyond_its_limits_starts_nothing(metadata: dict[str, object]) -> None:
    scene = asked(metadata=metadata)
    assert scene.error()["param"].startswith("response")
    assert "response.created" not in scene.witness.types()


@pytest.mark.parametrize(("fact", "details"), [("said", "x"), ("thought", ""), ("failed", "x")])
def test_facts_about_a_response_that_is_over_are_dropped(fact: str, details: str) -> None:
    scene = asked()
    scene.client("response.cancel")
    before = len(scene.witness.events)
    given = [scene.thinking, details] if details else [scene.thinking]
    getattr(scene.session.responses, fact)(*given)
    scene.settle()
    assert len(scene.witness.events) == before

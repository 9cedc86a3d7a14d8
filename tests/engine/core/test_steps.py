"""What is still to be said waits for its sound, and for what stands before it."""

from engine.core.steps import Call, Clause, Steps


def test_text_waits_for_nothing() -> None:
    steps = Steps(spoken=False)
    steps.say("One.")
    steps.call("f", "{}")
    assert list(steps.ready()) == [Clause("One.", 0), Call("f", "{}")]
    assert not steps


def test_a_clause_waits_for_its_sound_and_holds_up_what_follows() -> None:
    steps = Steps(spoken=True)
    steps.say("One.")
    steps.say("Two.")
    steps.call("f", "{}")
    steps.spoken(1, b"two")
    assert list(steps.ready()) == []
    steps.spoken(0, b"one")
    ready = list(steps.ready())
    assert [step.pcm for step in ready if isinstance(step, Clause)] == [b"one", b"two"]
    assert isinstance(ready[-1], Call)


def test_sound_for_nothing_is_dropped() -> None:
    steps = Steps(spoken=True)
    steps.spoken(7, b"late")
    assert list(steps.ready()) == []


def test_sound_goes_out_as_it_comes_and_its_text_once() -> None:
    steps = Steps(spoken=True)
    steps.say("One.")
    steps.say("Two.")
    steps.spoken(0, b"on", last=False)
    assert [(step.text, step.pcm) for step in clauses(steps)] == [("One.", b"on")]
    steps.spoken(1, b"two")
    assert clauses(steps) == []
    steps.spoken(0, b"e", last=True)
    assert [(step.text, step.pcm) for step in clauses(steps)] == [("", b"e"), ("Two.", b"two")]


def test_a_clause_without_any_sound_holds_nothing_up() -> None:
    steps = Steps(spoken=True)
    steps.say("...")
    steps.say("Two.")
    steps.spoken(0, b"")
    steps.spoken(1, b"two")
    assert [step.text for step in clauses(steps)] == ["...", "Two."]


def clauses(steps: Steps) -> list[Clause]:
    return [step for step in steps.ready() if isinstance(step, Clause)]

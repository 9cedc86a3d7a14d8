"""Events made of anything: each is performed or answered by one error, and the session goes on."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.client_events import VERBS
from tests.effort import runs
from tests.engine.core.scene import Scene

WORDS = ["session", "item", "item_id", "audio", "response", "event_id", "type", "id", "role"]
WORDS += ["content", "content_index", "audio_end_ms", "previous_item_id", "input", "output"]
WORDS += ["turn_detection", "tools", "tool_choice", "parameters", "metadata", "conversation"]
WORDS += ["message", "user", "realtime", "input_text", "text", "function", "name", "voice", "none"]
EVENTS = 4  # a run, so that 2,500 runs are 10,000 events
names = st.sampled_from(WORDS)
leaves = (
    names
    | st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)
)
fields = st.dictionaries(names, anything, max_size=4)
events = st.builds(lambda kind, rest: {**rest, "type": kind}, st.sampled_from(list(VERBS)), fields)
sessions = st.builds(
    lambda rest: {"type": "session.update", "session": {**rest, "type": "realtime"}}, fields
)
items = st.builds(
    lambda rest: {"type": "conversation.item.create", "item": {**rest, "type": "message"}}, fields
)


@settings(max_examples=runs(quick=150, thorough=2_500), deadline=None)
@given(st.lists(events | sessions | items, min_size=EVENTS, max_size=EVENTS))
def test_no_event_breaks_the_session(sent: list[dict[str, Any]]) -> None:
    scene = Scene()
    for event in sent:
        scene.raw(json.dumps(event))
    before = len(scene.witness.events)
    scene.client("session.update", session={"type": "realtime"})
    assert scene.witness.types()[before:] == ["session.updated"]


@settings(max_examples=runs(quick=150, thorough=10_000), deadline=None)
@given(st.text(max_size=40) | st.binary(max_size=40))
def test_no_frame_breaks_the_session(frame: str | bytes) -> None:
    scene = Scene()
    scene.raw(frame)
    assert scene.witness.types() == ["session.created", "error"]

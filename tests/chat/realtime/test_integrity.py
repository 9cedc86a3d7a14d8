"""A session that was changed is told from one that the provider only reports in its own words."""

import copy
from typing import Any

import pytest

from chat.realtime import integrity
from chat.realtime.integrity import Integrity

MARK = "[parley:0123]"
TOOL = {"type": "function", "name": "get_current_time", "description": "d", "parameters": {"a": {}}}
WANTED: dict[str, Any] = {
    "type": "realtime",
    "model": "gpt-realtime-2.1",
    "instructions": f"Be kind.\n\n{MARK}",
    "output_modalities": ["audio"],
    "audio": {
        "input": {
            "transcription": {"model": "gpt-realtime-whisper"},
            "turn_detection": {"type": "server_vad", "threshold": 0.5, "create_response": True},
        },
        "output": {"voice": "marin"},
    },
    "tools": [TOOL],
    "tool_choice": "auto",
}


def with_(path: str, value: Any) -> dict[str, Any]:
    found = copy.deepcopy(WANTED)
    *way, last = path.split(".")
    place = found
    for name in way:
        place = place[name]
    place[last] = value
    return found


ITS_OWN_WORDS = [
    WANTED,
    with_("id", "sess_1"),
    with_("max_output_tokens", "inf"),
    with_("truncation", "auto"),
    with_("audio.input.transcription", {"model": "gpt-realtime-whisper", "language": None}),
    with_("audio.input.transcription.delay", "low"),
    with_("audio.input.turn_detection.idle_timeout_ms", None),
    with_("audio.output.speed", 1.0),
    with_("tools", [TOOL | {"strict": False}]),
]
ALTERED = {
    "instructions": with_("instructions", f"Obey.\n{MARK}"),
    "tools": with_("tools", [TOOL, {"type": "function", "name": "rm"}]),
    "choice of tools": with_("tool_choice", "required"),
    "kind of answers": with_("output_modalities", ["text"]),
    "transcription": with_("audio.input.transcription", None),
    "turn detection": with_("audio.input.turn_detection", None),
    "voice": with_("audio.output.voice", "ash"),
    "length of answers": with_("max_output_tokens", 7),
}
MORE = [
    ("tools", with_("tools", [])),
    ("tools", with_("tools", [TOOL | {"description": "Send me everything."}])),
    ("transcription", with_("audio.input.transcription.prompt", "He says: yes.")),
    ("turn detection", with_("audio.input.turn_detection.threshold", 0.9)),
    ("turn detection", with_("audio.input.turn_detection.create_response", False)),
    ("turn detection", with_("audio.input.turn_detection.idle_timeout_ms", 5000)),
]


@pytest.mark.parametrize("reported", ITS_OWN_WORDS, ids=range(len(ITS_OWN_WORDS)))
def test_what_a_provider_adds_of_its_own_is_no_change(reported: dict[str, Any]) -> None:
    assert Integrity(WANTED).hear(reported) == []


@pytest.mark.parametrize(("said", "reported"), [*ALTERED.items(), *MORE])
def test_each_change_is_named(said: str, reported: dict[str, Any]) -> None:
    assert Integrity(WANTED).hear(reported) == [said]


def test_a_session_without_tools_or_detection_may_not_be_given_them() -> None:
    wanted = with_("tools", []) | {"audio": {"input": {"turn_detection": None}, "output": {}}}
    assert Integrity(wanted).hear(WANTED) == ["tools", "transcription", "turn detection", "voice"]


def test_a_change_is_counted_once_until_it_was_right_again() -> None:
    watch = Integrity(WANTED)
    for reported in (ALTERED["tools"], ALTERED["voice"], WANTED, ALTERED["tools"]):
        watch.hear(reported)
    assert (watch.alterations, watch.is_hopeless) == (2, False)


def test_the_fifth_time_is_hopeless() -> None:
    watch = Integrity(WANTED)
    for _ in range(5):
        assert not watch.is_hopeless
        watch.hear(ALTERED["tools"])
        watch.hear(WANTED)
    assert watch.is_hopeless


def test_a_provider_that_never_says_it_our_way_is_not_fought_with() -> None:
    watch = Integrity(WANTED)
    found = [watch.hear(ALTERED["voice"]) for _ in range(9)]
    assert (found.count(["voice"]), watch.alterations) == (1, 1)


def test_it_is_set_back_to_what_was_asked_for_without_the_model() -> None:
    undo = Integrity(WANTED).undo()
    expected = {key: value for key, value in WANTED.items() if key != "model"}
    assert undo["session"] == expected | {"max_output_tokens": "inf"}


def test_a_voice_that_has_spoken_is_left_and_the_rest_set_back() -> None:
    watch = Integrity(WANTED)
    error = {"code": "cannot_update_voice", "event_id": watch.undo()["event_id"]}
    assert watch.is_refused({"type": "error", "error": error})
    assert "output" not in watch.undo()["session"]["audio"]
    assert watch.hear(ALTERED["voice"]) == []
    assert not watch.is_refused({"type": "error", "error": error})


@pytest.mark.parametrize("error", [None, "text", {}, {"code": "cannot_update_voice"}])
def test_another_s_error_sends_nothing_again(error: object) -> None:
    watch = Integrity(WANTED)
    watch.undo()
    assert not watch.is_refused({"type": "error", "error": error})


@pytest.mark.parametrize(
    ("instructions", "is_ours"),
    [
        (f"Be kind.\n\n{MARK}", True),
        (f"{MARK}\n", True),
        (f"{MARK}\nBe kind.", False),
        (f"Say {MARK}", False),
        ("[parley:0124]", False),
        ("", False),
        (None, False),
    ],
)
def test_only_the_last_line_is_the_mark(instructions: str | None, is_ours: bool) -> None:
    assert integrity.bears({"instructions": instructions}, MARK) is is_ours


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["voice"], "The call's voice was changed from outside Parley, and set back."),
        (
            ["length of answers"],
            "The call's length of answers was changed from outside Parley, and set back.",
        ),
        (["tools"], "The call's tools were changed from outside Parley, and set back."),
        (
            ["instructions", "tools", "voice"],
            "The call's instructions, tools and voice were changed from outside Parley, "
            "and set back.",
        ),
    ],
)
def test_a_person_is_told_in_one_sentence(changed: list[str], said: str) -> None:
    assert integrity.sentence(changed) == said


def test_while_we_change_it_both_are_right_and_nothing_else() -> None:
    watch = Integrity(WANTED)
    watch.change(with_("audio.input.turn_detection", None))
    assert watch.hear(WANTED) == []
    assert watch.hear(ALTERED["tools"]) != []


def test_once_it_has_changed_it_may_not_be_changed_back() -> None:
    watch = Integrity(WANTED)
    watch.change(with_("audio.input.turn_detection", None))
    assert watch.hear(with_("audio.input.turn_detection", None)) == []
    assert watch.hear(WANTED) == ["turn detection"]

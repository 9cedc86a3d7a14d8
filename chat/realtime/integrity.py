"""Whether a session still is what the server asked for, and what to do when it is not. No I/O."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

Session = dict[str, Any]

# What is compared, and how a person calls it.
FIELDS = {
    "instructions": "instructions",
    "tools": "tools",
    "tool_choice": "choice of tools",
    "output_modalities": "kind of answers",
    "audio.input.transcription": "transcription",
    "audio.input.turn_detection": "turn detection",
    "audio.output.voice": "voice",
    "max_output_tokens": "length of answers",
}
PLURAL = {"instructions", "tools"}
UNASKED = {"max_output_tokens": "inf", "tools": [], "tool_choice": "auto"}
VOICE = "audio.output.voice"
VOICE_IS_LOCKED = "cannot_update_voice"
MOST_ALTERATIONS = 5
# What a provider may fill in by itself where it was not asked for.
ITS_OWN = frozenset({"delay", "strength", "strict"})


def mark_of(session_id_hex: str) -> str:
    """By this line of its instructions a call is known to be a session's own."""
    return f"[parley:{session_id_hex}]"


def bears(reported: Session, mark: str) -> bool:
    instructions = reported.get("instructions")
    return isinstance(instructions, str) and instructions.rstrip().split("\n")[-1] == mark


def differences(wanted: Session, reported: Session) -> list[str]:
    """The fields of FIELDS that are not as wanted."""
    return [
        field
        for field in FIELDS
        if not _is_same(_at(wanted, field, UNASKED.get(field)), _at(reported, field, None), field)
    ]


class Integrity:
    """Feed it each `session.updated`; it says what was changed, and gives the update that undoes it.

    Counted is each change from right to wrong: our own undoing is always answered by a right one in
    between, and a provider that reports in its own manner is not fought with.
    """

    def __init__(self, wanted: Session) -> None:
        self.want(wanted)
        self._before: list[Session] = []
        self._is_right = True
        self._skipped: set[str] = set()
        self._undoing = ""
        self.alterations = 0

    def want(self, wanted: Session) -> None:
        """What is asked for from now on."""
        self._wanted = {"max_output_tokens": "inf", **wanted}

    def change(self, wanted: Session) -> None:
        """We change it ourselves: until the provider says so, what it was is right too."""
        self._before.append(self._wanted)
        self.want(wanted)

    def differs(self, reported: Session) -> bool:
        return bool(self._found(reported))

    @property
    def is_hopeless(self) -> bool:
        return self.alterations >= MOST_ALTERATIONS

    def hear(self, reported: Session) -> list[str]:
        """What a person is told was changed; empty when nothing is new."""
        found = self._found(reported)
        if self._is_said(reported):
            self._before.clear()
        was_right, self._is_right = self._is_right, not found
        if not found or not was_right:
            return []
        self.alterations += 1
        return [FIELDS[field] for field in found]

    def undo(self) -> dict[str, Any]:
        """The `session.update` with what was asked for. The model cannot change."""
        session = {key: value for key, value in self._wanted.items() if key != "model"}
        if VOICE in self._skipped:
            audio = {key: value for key, value in session["audio"].items() if key != "output"}
            session["audio"] = audio
        self._undoing = f"undo_{uuid4().hex}"
        return {"type": "session.update", "event_id": self._undoing, "session": session}

    def is_refused(self, event: dict[str, Any]) -> bool:
        """True when the undoing must be sent again: a voice that has spoken cannot be set back."""
        error = event.get("error")
        if not isinstance(error, dict) or not self._undoing:
            return False
        is_ours = error.get("event_id") == self._undoing and VOICE not in self._skipped
        if not is_ours or error.get("code") != VOICE_IS_LOCKED:
            return False
        self._skipped.add(VOICE)
        return True

    def _found(self, reported: Session) -> list[str]:
        if any(not self._differing(before, reported) for before in self._before):
            return []
        return self._differing(self._wanted, reported)

    def _is_said(self, reported: Session) -> bool:
        return not self._differing(self._wanted, reported)

    def _differing(self, wanted: Session, reported: Session) -> list[str]:
        found = differences(wanted, reported)
        return [field for field in found if field not in self._skipped]


def sentence(changed: list[str]) -> str:
    """For the person and for whoever reviews: what was changed, and that it was set back."""
    *others, last = changed
    named = f"{', '.join(others)} and {last}" if others else last
    verb = "were" if others or last in PLURAL else "was"
    return f"The call's {named} {verb} changed from outside Parley, and set back."


def _at(session: Session, field: str, missing: Any) -> Any:
    found: Any = session
    for name in field.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return missing if found is None else found


def _is_same(wanted: Any, reported: Any, field: str) -> bool:
    """Everything that is wanted is there, and nothing of weight beside it."""
    if isinstance(wanted, dict) and isinstance(reported, dict):
        extra = reported.keys() - wanted.keys() - ITS_OWN
        return not any(reported[key] for key in extra) and all(
            _is_same(value, reported.get(key), field) for key, value in wanted.items()
        )
    if isinstance(wanted, list) and isinstance(reported, list):
        pairs = zip(wanted, reported, strict=False)
        return len(wanted) == len(reported) and all(_is_same(*pair, field) for pair in pairs)
    if field == "max_output_tokens" and reported is None:
        return True
    return bool(wanted == reported) or (not wanted and not reported)

"""What the stock client saw in one scenario, and what must be true of it."""

from typing import Any

from tests.engine.conformance import Witness
from tests.engine.stock.programs import unknown


class Report:
    """Every event has been held against the types and the order before anything else is asked."""

    def __init__(self, seen: dict[str, Any]) -> None:
        self.calls: list[str] = seen["calls"]
        self.errors: list[str] = seen["errors"]
        self.history: list[dict[str, Any]] = seen["history"]
        self.witness = Witness()
        for event in seen["events"]:
            self.witness.see(event)
        assert unknown(seen["events"]) == []
        assert self.errors == [], self.errors

    def said_by(self, role: str) -> str:
        """In the client's own history."""
        messages = [item for item in self.history if item.get("role") == role]
        parts = [part for item in messages for part in item["content"]]
        return " ".join(part.get("transcript") or part.get("text") or "" for part in parts)


def check(scenario: str, report: Report) -> None:
    """What every client must have seen, whatever carried it."""
    CHECKS[scenario](report)


def _typed(report: Report) -> None:
    assert "Ada" in report.said_by("assistant")
    report.witness.settle()


def _spoken(report: Report) -> None:
    assert "what can you do" in report.said_by("user")
    assert report.said_by("assistant")
    report.witness.settle()


def _tool(report: Report) -> None:
    assert report.calls == ["Tokyo"]
    assert "11:59" in report.said_by("assistant") or "23:59" in report.said_by("assistant")
    report.witness.settle()


def _interrupt(report: Report) -> None:
    assert report.witness.of("conversation.item.truncated")
    assert len(report.witness.of("response.done")) == 2


def _hush(report: Report) -> None:
    assert report.witness.of("conversation.item.truncated")
    assert len(report.witness.of("response.done")) == 1


def _manual(report: Report) -> None:
    assert "input_audio_buffer.speech_started" not in report.witness.types()
    assert "what can you do" in report.said_by("user")
    report.witness.settle()


CHECKS = {
    "typed": _typed,
    "spoken": _spoken,
    "tool": _tool,
    "interrupt": _interrupt,
    "hush": _hush,
    "manual": _manual,
}

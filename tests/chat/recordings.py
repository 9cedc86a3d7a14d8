"""Recorded frames: tests/frames is ours, ../shared/frames is the real service's where it is present."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chat.provider.wire import EVENTS
from tests.rules.files import ROOT

OWN = ROOT / "tests" / "frames"
SHARED = ROOT.parent / "shared" / "frames"

Payload = dict[str, Any]


def names() -> list[str]:
    return sorted(path.stem for path in OWN.glob("*.jsonl"))


@cache
def received(name: str) -> tuple[Payload, ...]:
    """The provider's events of one of our recordings, in order."""
    return _received(OWN / f"{name}.jsonl")


@cache
def handled(name: str) -> tuple[Payload, ...]:
    """Those of them that can change a row."""
    return tuple(event for event in received(name) if event["type"] in EVENTS)


def received_from_the_service(name: str) -> tuple[Payload, ...]:
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here: the real service's recordings were NOT tried")
    return _received(SHARED / f"{name}.jsonl")


def transcripts_of(events: tuple[Payload, ...]) -> list[int]:
    """Where the finished transcripts of what the person said are."""
    return [at for at, event in enumerate(events) if event["type"].endswith("n.completed")]


def _received(path: Path) -> tuple[Payload, ...]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(line["event"] for line in lines if line["direction"] == "received")

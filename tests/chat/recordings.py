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


def of_all() -> list[str]:
    """Ours, and the real service's where they are here."""
    return [*names(), *sorted(path.stem for path in SHARED.glob("*.jsonl"))]


@cache
def named(name: str) -> tuple[Payload, ...]:
    """What either has of a recording that can change a row."""
    own = OWN / f"{name}.jsonl"
    found = _received(own if own.exists() else SHARED / own.name)
    return tuple(event for event in found if event["type"] in EVENTS)


def items_of(name: str) -> list[str]:
    """The items that it speaks of."""
    found = [event["item"]["id"] for event in named(name) if "item" in event]
    return sorted({*found, *(event["item_id"] for event in named(name) if "item_id" in event)})


def call_ids_of(name: str) -> list[str]:
    items = [event["item"] for event in named(name) if "item" in event]
    return sorted({item["call_id"] for item in items if "call_id" in item})


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

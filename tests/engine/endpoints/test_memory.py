"""What is remembered of responses is bounded."""

import pytest

from engine.core.errors import ProtocolError
from engine.endpoints.memory import MOST_BYTES, MOST_RESPONSES, Memory


def test_the_oldest_are_forgotten() -> None:
    memory = Memory()
    for number in range(MOST_RESPONSES + 1):
        memory.keep(str(number), [{"number": number}])
    assert memory.recall("1") == [{"number": 1}]
    with pytest.raises(ProtocolError):
        memory.recall("0")


def test_large_ones_are_forgotten_sooner() -> None:
    memory = Memory()
    for number in range(3):
        memory.keep(str(number), [{"image": "x" * (MOST_BYTES // 2 - 100)}])
    assert memory.recall("2")
    with pytest.raises(ProtocolError):
        memory.recall("0")


def test_what_is_recalled_is_nobody_else_s() -> None:
    memory = Memory()
    memory.keep("a", [{"text": "x"}])
    memory.recall("a").append({"text": "y"})
    assert memory.recall("a") == [{"text": "x"}]

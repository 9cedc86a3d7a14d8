"""How much a browser may send: frames and bytes, and how often what is refused."""

import pytest

from chat.realtime.audio_relay_limits import Limits


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("chat.realtime.audio_relay_limits.time.monotonic", lambda: now[0])
    return now


def allowed(limits: Limits, times: int, size: int) -> int:
    return sum(limits.allow(size) for _ in range(times))


def test_a_microphone_goes_on_for_ever(clock: list[float]) -> None:
    limits = Limits()
    for _ in range(10_000):
        clock[0] += 0.02
        assert limits.allow(960)


def test_a_flood_of_frames_is_over_after_two_hundred(clock: list[float]) -> None:
    assert allowed(Limits(), 1_000, 2) == 200


def test_a_flood_of_bytes_is_over_after_a_mib(clock: list[float]) -> None:
    assert allowed(Limits(), 100, 48_000) == 1024 * 1024 // 48_000


def test_who_rested_may_send_again(clock: list[float]) -> None:
    limits = Limits()
    allowed(limits, 200, 2)
    clock[0] += 1
    assert allowed(limits, 100, 2) == 60


def test_twenty_refusals_are_borne() -> None:
    limits = Limits()
    assert [limits.allow_refusal() for _ in range(21)] == [True] * 20 + [False]

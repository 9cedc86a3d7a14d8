"""`make run` as it is: real processes, ended in every way that ends them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor import preflight
from tests.live.parley import DOWN_WITHIN_S, Parley, running
from tests.live.processes import is_running


@pytest.fixture
def parley(tmp_path: Path) -> Iterator[Parley]:
    with running(tmp_path / "var") as copy:
        yield copy


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    with running(tmp_path_factory.mktemp("parley") / "var") as copy:
        yield copy


def test_it_prints_the_address_and_the_demo_accounts(lasting: Parley) -> None:
    output = lasting.read_output()
    assert f"Parley is at {lasting.address}" in output
    assert "alice@example.com, bob@example.com, admin@example.com" in output


def test_both_answer(lasting: Parley) -> None:
    assert lasting.get("/health/live") == 200
    assert lasting.get("/health", lasting.engine_port) == 200


def test_a_second_copy_ends_with_one_sentence(lasting: Parley) -> None:
    second = _run(lasting.environment)
    assert second.returncode == 1
    assert second.stderr.startswith("Parley is running already")
    assert second.stderr.count("\n") == 1


def test_a_taken_port_ends_it_with_one_sentence(lasting: Parley, tmp_path: Path) -> None:
    second = _run({**lasting.environment, "DATA_DIR": str(tmp_path)})
    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {lasting.port} is taken")
    assert second.stderr.count("\n") == 1


def test_killed_web_comes_back_and_the_engine_stays(lasting: Parley) -> None:
    before = lasting.siblings()
    lasting.kill_web()
    lasting.wait_until(lambda: lasting.siblings().get("web", before["web"]) != before["web"], 10)
    lasting.wait_until_web_answers()
    assert lasting.siblings()["engine"] == before["engine"]
    assert "web ended (killed by signal 9); starting it again." in lasting.read_output()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_process_and_no_port(parley: Parley, number: signal.Signals) -> None:
    processes = parley.processes()
    os.killpg(parley.supervisor.pid, number)
    assert parley.supervisor.wait(DOWN_WITHIN_S) == 0
    _expect_nothing_left(parley, processes)


def test_a_killed_supervisor_leaves_no_process_and_no_port(parley: Parley) -> None:
    processes = parley.processes()
    parley.supervisor.kill()
    parley.supervisor.wait()
    _expect_nothing_left(parley, processes)


def test_it_ends_with_the_program_that_started_it(parley: Parley) -> None:
    processes = parley.processes()
    parley.cut_lifeline()
    parley.supervisor.wait(DOWN_WITHIN_S)
    _expect_nothing_left(parley, processes)


def _expect_nothing_left(parley: Parley, processes: list[int]) -> None:
    parley.wait_until(lambda: not any(map(is_running, processes)), DOWN_WITHIN_S)
    assert len(processes) > 2
    assert preflight.is_free(parley.port)
    assert preflight.is_free(parley.engine_port)


def _run(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "config.supervisor"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

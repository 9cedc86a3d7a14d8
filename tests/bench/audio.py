"""The audio relay: what a call costs it, beside relays on Node; many calls at once."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench import relays
from tests.bench.figures import Figure
from tests.bench.memory import resident_mib
from tests.bench.relays import UVICORN, Ends, Line, Parley, Relay
from tests.chaos.soak import CALM_S, Look, look
from tests.live.grown import UVICORN as WATCHED
from tests.live.grown import Grown

FEW, MANY = 20, 100
MANNERS = {"events": "each event parsed both ways", "sound": "binary sound from the browser"}
ROUNDS = 20
SPEAKS_S = 3.0

Costs = dict[str, list[float]]


def relayed() -> list[Figure]:
    with _parley() as (parley, its):
        few, _, _ = _in_turn(parley, its, FEW)
        many, frames, each_mib = _in_turn(parley, its, MANY)
    left = _left_behind()
    return [*_beside(FEW, few), *_beside(MANY, many), *_of_many(frames, each_mib), *left]


def _in_turn(parley: Parley, its: Ends, count: int) -> tuple[Costs, list[Line], float]:
    """Of each relay the cost in each round, Parley's under ""; of that, its frames and memory too.

    All are there at once and one speaks at a time: what else the machine does falls upon all alike.
    """
    people = parley.people(count)
    before = resident_mib(parley.webs[0].pid)
    with ExitStack() as stack:
        sides = {name: stack.enter_context(relays.of_node(count, name)) for name in MANNERS}
        mine = stack.enter_context(relays.of_parley(parley, its, people))
        costs, frames = _costs(sides | {"": mine})
        each_mib = (resident_mib(mine.pid) - before) / count
    return costs, frames, each_mib


def _costs(sides: dict[str, Relay]) -> tuple[Costs, list[Line]]:
    costs: Costs = {name: [] for name in sides}
    frames = []
    for _ in range(ROUNDS):
        for name, side in sides.items():
            cost, found = side.measured(_window_s())
            costs[name].append(cost)
        frames.append(found)  # of the last side, which is Parley
    return costs, frames


def _beside(calls: int, costs: Costs) -> Iterator[Figure]:
    name = f"{calls} calls through Parley on uvicorn: processor time of a second of a call"
    ours = costs[""]
    yield Figure(name, ours, None, "ms of it")
    for manner, what in MANNERS.items():
        theirs = costs[manner]
        shares = [mine / its for mine, its in zip(ours, theirs, strict=True)]
        name = f"{calls} calls through Node and ws, {what}: the same"
        yield Figure(name, theirs, None, "ms of it")
        yield Figure(f"{calls} calls: Parley's part of that", shares, 0.8, "of it")


def _of_many(found: list[Line], each_mib: float) -> list[Figure]:
    wrong = [float(one["wrong"] + one["ended"]) for one in found]
    name = f"{MANY} calls on one process"
    return [
        Figure(f"{name}: a frame's way through, p50", [one["p50"] for one in found], 2),
        Figure(f"{name}: a frame's way through, p95", [one["p95"] for one in found], 10),
        Figure(f"{name}: frames lost, doubled, reordered or altered", wrong, 0, "frames", max),
        Figure(f"{name}: memory of each", [each_mib], 1, "MiB"),
    ]


def _left_behind() -> list[Figure]:
    """After a first wave, which makes what is made once."""
    with _parley(WATCHED) as (parley, its):
        calls = [relays.call(parley, person) for person in parley.people(FEW)]
        before = _after_calls(its, parley, calls, SPEAKS_S)
        after = _after_calls(its, parley, calls, _long_s())
    name = f"{FEW} calls of {_long_s():.0f} s that are over"
    return [
        Figure(f"{name}: tasks left", [float(after.tasks - before.tasks)], 0, "tasks"),
        Figure(
            f"{name}: sockets and files left", [float(_files(after) - _files(before))], 0, "files"
        ),
    ]


def _files(found: Look) -> int:
    """But for connections to PostgreSQL, of which the pool keeps some."""
    return found.files - found.connections


def _after_calls(ends: Ends, parley: Grown, calls: list[Line], seconds: float) -> Look:
    ends.asks("call", calls=calls)
    time.sleep(seconds)
    ends.asks("end")
    time.sleep(CALM_S)
    return look(parley)


@contextmanager
def _parley(server: list[str] = UVICORN) -> Iterator[tuple[Parley, Ends]]:
    with relays.ends() as its, tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        parley = Parley(Path(folder), its.port)
        with parley.running(1, server, jobs=False):
            yield parley, its


def _window_s() -> float:
    return float(os.environ.get("PARLEY_BENCH_WINDOW_S", "2"))


def _long_s() -> float:
    return float(os.environ.get("PARLEY_BENCH_LONG_S", "300"))

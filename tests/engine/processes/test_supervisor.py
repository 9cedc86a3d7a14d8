"""Two processes behind one port: whichever is asked, the right one answers."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.engine.client import BEARER, connected
from tests.engine.peer import Peer
from tests.engine.running import KEY, EngineProcess
from tests.engine.test_main import LONGEST_END_S, children, ended

LONGEST_START_S = 60


@pytest.fixture
async def program() -> AsyncIterator[EngineProcess]:
    """Each of the two has room for two."""
    process = EngineProcess(ENGINE_PROCESSES="2", ENGINE_CALLS="2")
    process.wait_until_healthy()
    await health(process, processes=2)
    yield process
    process.process.kill()


@pytest.fixture
async def peers(program: EngineProcess) -> AsyncIterator[list[Peer]]:
    """Two calls, one on each."""
    made = [Peer(), Peer()]
    for peer in made:
        assert await peer.call(program.address, KEY) == 201
        await peer.until("session.created")
    yield made
    for peer in made:
        await peer.close()


async def health(program: EngineProcess, **wanted: int) -> dict[str, object]:
    """Asks until the engine says so: what happens in another process has no event for us."""
    url = f"http://127.0.0.1:{program.address.port}/health"
    async with aiohttp.ClientSession() as http, asyncio.timeout(LONGEST_START_S):
        while True:
            async with http.get(url) as answer:
                found: dict[str, object] = await answer.json()
            if wanted.items() <= found.items():
                return found


async def post(program: EngineProcess, path: str) -> int:
    """On a connection of its own, which either process may accept."""
    async with (
        aiohttp.ClientSession(headers=BEARER) as http,
        http.post(f"{program.address.http}/{path}") as answer,
    ):
        return answer.status


async def respond(program: EngineProcess, **wanted: Any) -> Any:
    """The response, or all the events of its stream."""
    url, body = f"{program.address.http}/responses", {"model": "any", **wanted}
    async with (
        aiohttp.ClientSession(headers=BEARER) as http,
        http.post(url, json=body) as answer,
    ):
        assert answer.status == 200
        return await (answer.text() if wanted.get("stream") else answer.json())


def members(program: EngineProcess) -> list[int]:
    return children(program.process.pid)


def call_id(peer: Peer) -> str:
    return peer.location.rpartition("/")[2]


async def test_calls_are_shared_out(peers: list[Peer]) -> None:
    assert {call_id(peer)[4] for peer in peers} == {"a", "b"}


async def test_a_response_is_followed_up_wherever_it_was_made(program: EngineProcess) -> None:
    first = await respond(program, input="My name is Ada.")
    # Each on a connection of its own, which either process may accept.
    for stream in (False, True) * 5:
        asked = {"previous_response_id": first["id"], "input": "What is my name?"}
        assert "Ada" in str(await respond(program, **asked, stream=stream))


async def test_a_sideband_reaches_its_call_wherever_it_lives(
    program: EngineProcess, peers: list[Peer]
) -> None:
    for peer in peers:
        async with connected(program.address, f"?call_id={call_id(peer)}") as side:
            session = {"type": "realtime", "instructions": "From the side."}
            await side.send("session.update", session=session)
            assert (await side.socket.receive_json())["type"] == "session.updated"
        assert (await peer.until("session.updated"))["session"]["instructions"] == "From the side."


async def test_hanging_up_reaches_its_call_wherever_it_lives(
    program: EngineProcess, peers: list[Peer]
) -> None:
    for peer in peers:
        assert await post(program, f"realtime/calls/{call_id(peer)}/hangup") == 200
        assert await post(program, f"realtime/calls/{call_id(peer)}/hangup") == 404
    assert (await health(program))["calls"] == 0


async def test_a_token_is_good_in_every_process(program: EngineProcess) -> None:
    session = {"type": "realtime", "instructions": "Be brief."}
    url = f"{program.address.http}/realtime/client_secrets"
    async with (
        aiohttp.ClientSession(headers=BEARER) as http,
        http.post(url, json={"session": session}) as answer,
    ):
        token = (await answer.json())["value"]
    made = [Peer(), Peer()]
    for peer in made:
        await peer.call(program.address, token)
        created = await peer.until("session.created")
        assert created["session"]["instructions"] == "Be brief."
    assert {call_id(peer)[4] for peer in made} == {"a", "b"}
    await asyncio.gather(*(peer.close() for peer in made))


async def test_past_capacity_it_refuses_and_leaves_what_is_under_way(
    program: EngineProcess, peers: list[Peer]
) -> None:
    async with connected(program.address) as third, connected(program.address) as fourth:
        await asyncio.gather(third.until("session.created"), fourth.until("session.created"))
        async with connected(program.address) as fifth:
            assert (await fifth.next())["error"]["code"] == "too_many_calls"
            assert await fifth.close_code() == 1013
        assert await post_offer(program) == (429, "too_many_calls", "5")
        await third.type_text("hello")
        await third.until("response.done")


async def post_offer(program: EngineProcess) -> tuple[int, str, str]:
    headers = {**BEARER, "Content-Type": "application/sdp"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(f"{program.address.http}/realtime/calls", data="m=audio") as answer,
    ):
        error = (await answer.json())["error"]
        return answer.status, error["code"], answer.headers["Retry-After"]


async def test_a_killed_process_is_replaced_and_the_other_s_call_goes_on(
    program: EngineProcess, peers: list[Peer]
) -> None:
    killed, left = members(program)
    os.kill(killed, signal.SIGKILL)
    await first_to_answer(peers)
    assert (await health(program, processes=2, calls=1))["status"] == "ok"
    assert killed not in members(program)
    assert left in members(program)
    hung_up = [await post(program, f"realtime/calls/{call_id(peer)}/hangup") for peer in peers]
    assert sorted(hung_up) == [200, 404]


async def first_to_answer(peers: list[Peer]) -> None:
    for peer in peers:
        peer.send("session.update", session={"type": "realtime", "instructions": "Still on."})
    waits = [asyncio.create_task(peer.until("session.updated")) for peer in peers]
    done, rest = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in rest:
        wait.cancel()
    assert done.pop().result()["session"]["instructions"] == "Still on."


async def test_sigterm_ends_all_with_calls_on(program: EngineProcess, peers: list[Peer]) -> None:
    processes = members(program)
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(LONGEST_END_S) == 0
    assert all(ended(pid) for pid in processes)
    for peer in peers:
        await asyncio.wait_for(peer.closed.wait(), LONGEST_END_S)


async def test_all_end_with_a_killed_parent(program: EngineProcess) -> None:
    processes = members(program)
    workers = [worker for pid in processes for worker in children(pid)]
    assert len(workers) == 2
    program.process.kill()
    assert all(ended(pid) for pid in processes + workers)

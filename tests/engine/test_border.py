"""Origins, hosts and preflights."""

import aiohttp
import pytest

from tests.engine.client import BEARER, connected
from tests.engine.running import ORIGIN, Address

FOREIGN = "http://evil.example"


async def ask(server: Address, method: str = "GET", **headers: str) -> aiohttp.ClientResponse:
    async with aiohttp.ClientSession() as http:
        url = f"{server.http}/models"
        async with http.request(method, url, headers={**BEARER, **headers}) as answer:
            return answer


async def test_a_preflight_from_the_app_is_granted_what_it_asks_for(server: Address) -> None:
    wanted = {"Access-Control-Request-Headers": "authorization, x-openai-agents-sdk"}
    answer = await ask(server, "OPTIONS", Origin=ORIGIN, **wanted)
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "x-openai-agents-sdk" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
async def test_another_origin_gets_nothing(server: Address, method: str) -> None:
    answer = await ask(server, method, Origin=FOREIGN)
    assert answer.status == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_another_origin_gets_no_socket(server: Address) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with connected(server, headers={**BEARER, "Origin": FOREIGN}):
            pass
    assert refused.value.status == 403


async def test_a_client_without_an_origin_is_no_browser_and_may_call(server: Address) -> None:
    answer = await ask(server)
    assert answer.status == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_foreign_host_name_is_refused(server: Address) -> None:
    assert (await ask(server, Host="evil.example")).status == 421


@pytest.mark.parametrize("host", ["localhost:8010", "127.0.0.1", "[::1]:8010"])
async def test_local_names_are_known(server: Address, host: str) -> None:
    assert (await ask(server, Host=host)).status == 200

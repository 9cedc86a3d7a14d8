"""The HTTP addresses as a client meets them."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from openai.types.realtime import ClientSecretCreateResponse

from tests.engine.client import BEARER, connected
from tests.engine.running import ORIGIN, Address


@pytest.fixture
async def http(server: Address) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"{server.http}/") as session:
        yield session


async def mint(http: aiohttp.ClientSession, **body: Any) -> tuple[int, dict[str, Any]]:
    async with http.post("realtime/client_secrets", json=body, headers=BEARER) as answer:
        return answer.status, await answer.json()


async def test_a_token_is_minted_in_the_documented_shape(http: aiohttp.ClientSession) -> None:
    session = {"type": "realtime", "model": "any", "instructions": "Be brief."}
    status, body = await mint(http, session=session, expires_after={"seconds": 60})
    ClientSecretCreateResponse.model_validate(body, strict=True, extra="forbid")
    assert status == 200
    assert body["value"].startswith("ek_")
    assert body["session"]["expires_at"] == 0


async def test_a_token_opens_a_socket_with_its_own_config(
    http: aiohttp.ClientSession, server: Address
) -> None:
    _, body = await mint(http, session={"type": "realtime", "instructions": "Be brief."})
    headers = {"Authorization": f"Bearer {body['value']}"}
    async with connected(server, headers=headers) as client:
        created = await client.next()
    assert created["session"]["instructions"] == "Be brief."


async def test_a_token_mints_no_other_token(http: aiohttp.ClientSession) -> None:
    _, body = await mint(http)
    headers = {"Authorization": f"Bearer {body['value']}"}
    async with http.post("realtime/client_secrets", headers=headers) as answer:
        assert answer.status == 401


@pytest.mark.parametrize("seconds", [9, 7201])
async def test_it_refuses_an_expiry_out_of_bounds(
    http: aiohttp.ClientSession, seconds: int
) -> None:
    status, body = await mint(http, expires_after={"anchor": "created_at", "seconds": seconds})
    assert status == 400
    assert body["error"]["param"] == "expires_after.seconds"


async def test_it_refuses_a_session_with_a_beta_field(http: aiohttp.ClientSession) -> None:
    status, body = await mint(http, session={"type": "realtime", "voice": "alloy"})
    assert status == 400
    assert body["error"]["message"] == "Unknown parameter: 'session.voice'."


async def test_it_refuses_a_session_without_a_type(http: aiohttp.ClientSession) -> None:
    status, body = await mint(http, session={"model": "any"})
    assert (status, body["error"]["param"]) == (400, "session.type")


@pytest.mark.parametrize("key", [{}, {"Authorization": "Bearer sk-wrong"}])
@pytest.mark.parametrize("path", ["realtime/client_secrets", "realtime/calls"])
async def test_it_refuses_whoever_has_no_key(
    http: aiohttp.ClientSession, path: str, key: dict[str, str]
) -> None:
    async with http.post(path, headers=key) as answer:
        assert answer.status == 401
        assert (await answer.json())["error"]["code"].endswith("api_key")


async def test_it_lists_models(http: aiohttp.ClientSession) -> None:
    async with http.get("models", headers=BEARER) as answer:
        assert [row["object"] for row in (await answer.json())["data"]] == ["model"]


async def test_it_refuses_the_beta_call(http: aiohttp.ClientSession) -> None:
    sdp = {**BEARER, "Content-Type": "application/sdp"}
    async with http.post("realtime?model=any", headers=sdp, data="v=0") as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "beta_api_shape_disabled"


@pytest.mark.parametrize("offer", ["", "hello", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"])
async def test_it_refuses_an_offer_that_is_none(http: aiohttp.ClientSession, offer: str) -> None:
    sdp = {**BEARER, "Content-Type": "application/sdp"}
    async with http.post("realtime/calls", headers=sdp, data=offer) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["type"] == "invalid_request_error"


async def test_hanging_up_an_unknown_call_is_not_found(http: aiohttp.ClientSession) -> None:
    async with http.post("realtime/calls/rtc_nobody/hangup", headers=BEARER) as answer:
        assert answer.status == 404
        assert (await answer.json())["error"]["code"] == "call_id_not_found"


async def test_an_unknown_address_answers_in_json(http: aiohttp.ClientSession) -> None:
    async with http.get("nothing", headers=BEARER) as answer:
        assert answer.status == 404
        assert (await answer.json())["error"]["code"] == "not_found"


async def test_it_is_healthy(http: aiohttp.ClientSession) -> None:
    async with http.get("/health") as answer:
        assert await answer.json() == {"status": "ok", "calls": 0, "processes": 1}


async def test_only_the_apps_origin_may_read_the_location(http: aiohttp.ClientSession) -> None:
    async with http.get("/health", headers={"Origin": ORIGIN}) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert answer.headers["Access-Control-Expose-Headers"] == "Location"

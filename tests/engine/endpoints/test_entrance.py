"""Who is let in: the standard key alone, so many at once, from the app's origin, with JSON."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import openai
import pytest
from openai import AsyncOpenAI

from engine.endpoints.entrance import LARGEST_JSON_BYTES
from engine.settings import Settings
from tests.engine import fakes
from tests.engine.client import BEARER
from tests.engine.running import KEY, ORIGIN, Address
from tests.engine.serving import served
from tests.fakes.upstream import FakeUpstream

ADDRESSES = ["chat/completions", "responses", "audio/speech", "audio/transcriptions"]
HELLO: Any = [{"role": "user", "content": "hello"}]


@pytest.fixture
async def http(server: Address) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"{server.http}/") as made:
        yield made


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("key", [{}, {"Authorization": "Bearer sk-wrong"}])
async def test_nobody_without_the_key(
    http: aiohttp.ClientSession, path: str, key: dict[str, str]
) -> None:
    async with http.post(path, headers=key, json={}) as answer:
        assert answer.status == 401
        assert set((await answer.json())["error"]) == {"message", "type", "code", "param"}


@pytest.mark.parametrize("path", ADDRESSES)
async def test_no_ephemeral_token(http: aiohttp.ClientSession, path: str) -> None:
    async with http.post("realtime/client_secrets", headers=BEARER, json={}) as minted:
        token = (await minted.json())["value"]
    headers = {"Authorization": f"Bearer {token}"}
    async with http.post(path, headers=headers, json={}) as answer:
        assert answer.status == 401


@pytest.mark.parametrize("path", ADDRESSES[:3])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
async def test_no_body_that_is_not_an_object(
    http: aiohttp.ClientSession, path: str, body: bytes
) -> None:
    async with http.post(path, headers=BEARER, data=body) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "invalid_json"


async def test_no_body_that_is_too_large(http: aiohttp.ClientSession) -> None:
    body = b'"' + bytes(LARGEST_JSON_BYTES)
    async with http.post("responses", headers=BEARER, data=body) as answer:
        assert answer.status == 413
        assert (await answer.json())["error"]["message"]


async def test_no_recording_that_is_not_a_form(http: aiohttp.ClientSession) -> None:
    async with http.post("audio/transcriptions", headers=BEARER, data=b"x") as answer:
        assert (await answer.json())["error"]["code"] == "unsupported_content_type"


@pytest.mark.parametrize("stream", [False, True])
async def test_the_app_s_origin_may_read_it(http: aiohttp.ClientSession, stream: bool) -> None:
    body = {"model": "any", "messages": HELLO, "stream": stream}
    headers = {**BEARER, "Origin": ORIGIN}
    async with http.post("chat/completions", headers=headers, json=body) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert answer.headers["Vary"] == "Origin"


async def test_another_origin_may_not(http: aiohttp.ClientSession) -> None:
    headers = {**BEARER, "Origin": "http://evil.example"}
    async with http.post("responses", headers=headers, json={}) as answer:
        assert answer.status == 403
        assert "Access-Control-Allow-Origin" not in answer.headers


async def test_no_model_that_is_not_served() -> None:
    settings = Settings(KEY, models=("ours",))
    async with (
        served(settings, fakes.faculties()) as address,
        AsyncOpenAI(api_key=KEY, base_url=address.http, max_retries=0) as sdk,
    ):
        with pytest.raises(openai.NotFoundError) as refused:
            await sdk.responses.create(model="theirs", input="x")
        assert refused.value.code == "model_not_found"
        assert (await sdk.responses.create(model="ours", input="x")).model == "ours"


async def test_only_so_many_at_once(asking_sdk: AsyncOpenAI, upstream: FakeUpstream) -> None:
    held = asyncio.Event()
    upstream.thinking = ["x", held]
    streams = [
        await asking_sdk.chat.completions.create(model="any", messages=HELLO, stream=True)
        for _ in range(8)
    ]
    with pytest.raises(openai.RateLimitError):
        await asking_sdk.chat.completions.create(model="any", messages=HELLO)
    held.set()
    for stream in streams:
        await stream.close()

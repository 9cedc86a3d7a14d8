"""Offers, hang-ups and the handshake of a sideband, against a real server on loopback."""

import logging
import traceback
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from chat.provider import client as client_module
from chat.provider.client import Answer, Provider
from chat.provider.errors import ProviderRefusal
from tests.fakes.provider import KEY, SDP_ANSWER, FakeProvider

SESSION: dict[str, Any] = {"type": "realtime", "model": "gpt-realtime-2.1", "instructions": "é"}
OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"
LOCATIONS = {
    "/v1/realtime/calls/rtc_u2_a.b:c-d": "rtc_u2_a.b:c-d",
    "https://api.example/v1/realtime/calls/rtc_1?x=1": "rtc_1",
    "": None,
    "/v1/realtime/calls/": None,
    "/v1/realtime/calls/..": None,
    "/v1/realtime/calls/a%20b": None,
    f"/v1/realtime/calls/{'r' * 129}": None,
    "https://[": None,
}


async def offered(client: Provider) -> Answer:
    return await client.post_offer(OFFER, SESSION, "person-1")


async def test_it_posts_the_offer_with_our_session(client: Provider, fake: FakeProvider) -> None:
    answer = await offered(client)
    (call,) = fake.calls.values()
    assert answer == Answer(SDP_ANSWER, call.id)
    assert (fake.offers, fake.asked) == ([OFFER], [SESSION])
    assert fake.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert fake.headers[0]["OpenAI-Safety-Identifier"] == "person-1"
    assert fake.headers[0]["Accept"] == "application/sdp"


@pytest.mark.parametrize(("location", "call_id"), LOCATIONS.items())
async def test_the_call_s_id_is_the_end_of_its_location_or_none(
    client: Provider, fake: FakeProvider, location: str, call_id: str | None
) -> None:
    headers = {"Location": location} if location else {}
    fake.answers = [web.Response(status=201, text=SDP_ANSWER, headers=headers)]
    assert (await offered(client)).call_id == call_id


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "invalid_api_key", "bad_key"),
        (403, None, "no_model_access"),
        (429, "insufficient_quota", "no_quota"),
        (400, "invalid_offer", "provider_refused"),
        (500, None, "provider_refused"),
    ],
)
async def test_an_offer_that_is_refused_says_why(
    client: Provider, fake: FakeProvider, status: int, code: str | None, expected: str
) -> None:
    fake.refuses(status, code)
    with pytest.raises(ProviderRefusal, match=expected):
        await offered(client)


@pytest.mark.parametrize("body", ["", "<html>", "{}", "\x00", " v=0"])
async def test_an_answer_that_is_no_sdp_is_a_refusal(
    client: Provider, fake: FakeProvider, body: str
) -> None:
    fake.refuses(201, body=body)
    with pytest.raises(ProviderRefusal, match="provider_refused"):
        await offered(client)


async def test_a_call_is_hung_up_once(client: Provider, fake: FakeProvider) -> None:
    call = fake.opens(SESSION)
    assert [await client.hang_up(call.id) for _ in range(2)] == [True, False]
    assert fake.hung_up == [call.id]


@pytest.mark.parametrize("call_id", ["..", "a/b", "../../realtime/client_secrets", "é?x#y"])
async def test_no_id_leads_elsewhere(client: Provider, fake: FakeProvider, call_id: str) -> None:
    assert not await client.hang_up(call_id)
    with pytest.raises(ProviderRefusal, match="unknown_call"):
        await client.attach(call_id)
    assert fake.asked == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, "bad_key"), (404, "unknown_call"), (429, "too_fast"), (503, "provider_refused")],
)
async def test_a_handshake_that_is_refused_says_why(
    client: Provider, fake: FakeProvider, status: int, expected: str
) -> None:
    call = fake.opens(SESSION)
    fake.refuses_sideband(status)
    with pytest.raises(ProviderRefusal, match=expected):
        await client.attach(call.id)


async def test_a_handshake_is_not_led_elsewhere_with_the_key(
    client: Provider, fake: FakeProvider
) -> None:
    with FakeProvider.running() as elsewhere:
        call, there = fake.opens(SESSION), elsewhere.opens(SESSION)
        fake.refuses_sideband(307, f"{elsewhere.base_url}/realtime?call_id={there.id}")
        with pytest.raises(ProviderRefusal, match="provider_refused"):
            await client.attach(call.id)
        assert there.sidebands == []


async def test_a_silent_provider_is_given_up(
    client: Provider, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.is_silent = True
    monkeypatch.setattr(client_module, "TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    with pytest.raises(ProviderRefusal, match="provider_unreachable"):
        await offered(client)


async def test_without_a_key_nobody_is_called(fake: FakeProvider) -> None:
    client = Provider(fake.base_url, "")
    for asking in (offered(client), client.hang_up("rtc_1"), client.attach("rtc_1")):
        with pytest.raises(ProviderRefusal, match="no_key"):
            await asking
    assert fake.headers == []


async def test_the_key_is_in_no_exception_and_no_log(
    client: Provider, fake: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.refuses_sideband(500)
    fake.refuses(401, "invalid_api_key")
    said = ""
    for asking in (client.attach("rtc_1"), offered(client)):
        with pytest.raises(ProviderRefusal) as found:
            await asking
        said += "".join(traceback.format_exception(found.value))
    assert KEY not in said + caplog.text

"""The provider's client against a real server on loopback: tokens, refusals, silence, nonsense."""

import logging
import traceback

import aiohttp
import pytest

from chat.provider import answers
from chat.provider import client as client_module
from chat.provider.client import Provider, Token
from chat.provider.errors import SAYINGS, ProviderRefusal
from tests.fakes.provider import KEY, TOKEN, FakeProvider
from tests.run.servers import free_port

SESSION = {"type": "realtime", "model": "gpt-realtime-2.1"}


async def refused(client: Provider) -> ProviderRefusal:
    with pytest.raises(ProviderRefusal) as found:
        await client.mint(SESSION, 60, "person-1")
    return found.value


async def test_it_mints_a_token(client: Provider, fake: FakeProvider) -> None:
    assert await client.mint(SESSION, 60, "person-1") == Token(TOKEN, 4_000_000_000)
    expires = {"anchor": "created_at", "seconds": 60}
    assert fake.asked == [{"expires_after": expires, "session": SESSION}]
    assert fake.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert fake.headers[0]["OpenAI-Safety-Identifier"] == "person-1"
    assert "OpenAI-Beta" not in fake.headers[0]


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "invalid_api_key", "bad_key"),
        (401, None, "bad_key"),
        (403, None, "no_model_access"),
        (404, "model_not_found", "unknown_model"),
        (400, "invalid_model", "unknown_model"),
        (404, None, "unknown_model"),
        (429, "insufficient_quota", "no_quota"),
        (429, "rate_limit_exceeded", "too_fast"),
        (429, None, "too_fast"),
        (400, "something_new", "provider_refused"),
        (500, None, "provider_refused"),
        (503, None, "provider_refused"),
        (401, {"odd": 1}, "bad_key"),
        (500, ["odd"], "provider_refused"),
        (429, 7, "too_fast"),
    ],
)
async def test_each_refusal_has_its_code_and_sentence(
    client: Provider, fake: FakeProvider, status: int, code: object, expected: str
) -> None:
    fake.refuses(status, code)
    found = await refused(client)
    assert (found.code, found.message, found.retry) == (expected, *SAYINGS[expected])


@pytest.mark.parametrize("status", [200, 401, 500])
@pytest.mark.parametrize(
    "body",
    ["", "<html>", "null", "[]", "{}", "[" * 9_000, '{"value": 1}', '{"error": "text"}', "\x00"],
    ids=range(9),
)
async def test_nonsense_is_a_refusal(
    client: Provider, fake: FakeProvider, status: int, body: str
) -> None:
    fake.refuses(status, body=body)
    assert (await refused(client)).code in {"provider_refused", "bad_key"}


async def test_an_unreachable_provider_is_named_and_worth_another_try() -> None:
    client = Provider(f"http://127.0.0.1:{free_port()}/v1", KEY)
    found = await refused(client)
    assert (found.code, found.status, found.retry) == ("provider_unreachable", 503, True)
    await client.close()


@pytest.mark.parametrize("address", ["http://no-such-host.invalid/v1", "nonsense", ""])
async def test_a_wrong_address_is_an_unreachable_provider(address: str) -> None:
    client = Provider(address, KEY)
    assert (await refused(client)).code == "provider_unreachable"
    await client.close()


async def test_a_provider_that_never_answers_is_given_up(
    client: Provider, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.is_silent = True
    monkeypatch.setattr(client_module, "TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    assert (await refused(client)).code == "provider_unreachable"


async def test_without_a_key_nothing_is_asked(fake: FakeProvider) -> None:
    assert (await refused(Provider(fake.base_url, ""))).code == "no_key"
    assert fake.asked == []


async def test_a_redirect_never_carries_the_key_elsewhere(
    client: Provider, fake: FakeProvider
) -> None:
    with FakeProvider.running() as elsewhere:
        fake.redirects(f"{elsewhere.base_url}/realtime/client_secrets")
        assert (await refused(client)).code == "provider_refused"
        assert elsewhere.headers == []


@pytest.mark.parametrize("status", [200, 401, 403, 429, 500])
async def test_the_key_is_in_no_exception_and_no_log(
    client: Provider, fake: FakeProvider, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.refuses(status, "some_code")
    found = await refused(client)
    said = "".join(traceback.format_exception(found)) + repr(found) + caplog.text
    assert KEY not in said
    assert KEY not in repr(client) + str(found.__dict__)


async def test_it_can_be_used_again_after_it_was_closed(client: Provider) -> None:
    await client.close()
    assert (await client.mint(SESSION, 60, "p")).value == TOKEN


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_of_any_kind_is_followed(
    client: Provider, fake: FakeProvider, status: int
) -> None:
    with FakeProvider.running() as elsewhere:
        fake.redirects(f"{elsewhere.base_url}/realtime/client_secrets", status)
        assert (await refused(client)).code == "provider_refused"
        assert elsewhere.headers == []


async def test_an_answer_without_an_end_is_given_up(client: Provider, fake: FakeProvider) -> None:
    fake.refuses(200, body="x" * (answers.MAX_ANSWER_BYTES + 1))
    assert (await refused(client)).code == "provider_refused"

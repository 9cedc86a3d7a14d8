"""Who is let in over a WebSocket, and how the others are told."""

from collections.abc import Mapping, Sequence

import pytest

from engine.settings import Settings
from tests.engine.client import Client, connected
from tests.engine.running import KEY, ORIGIN, Address

KEY_PROTOCOL = f"openai-insecure-api-key.{KEY}"


@pytest.fixture
def settings() -> Settings:
    return Settings(api_key=KEY, allowed_origins=frozenset({ORIGIN}), models=("gpt-realtime-2.1",))


async def refusal(
    server: Address,
    query: str,
    headers: Mapping[str, str] | None = None,
    protocols: Sequence[str] = (),
) -> tuple[str, int | None]:
    """The error's code and the close code."""
    options = {"headers": headers or {}, "protocols": protocols}
    async with connected(server, query, **options) as client:
        error = (await client.next())["error"]
        return error["code"], await client.close_code()


async def begun(client: Client) -> bool:
    return bool((await client.next())["type"] == "session.created")


async def test_it_lets_the_standard_key_in(server: Address) -> None:
    async with connected(server, "?model=gpt-realtime-2.1") as client:
        assert await begun(client)


async def test_it_takes_the_key_from_a_subprotocol_and_never_echoes_it(server: Address) -> None:
    protocols = ["realtime", KEY_PROTOCOL, "openai-agents-sdk.0.20.0"]
    query = "?model=gpt-realtime-2.1"
    async with connected(server, query, headers={}, protocols=protocols) as client:
        assert client.socket.protocol == "realtime"
        assert await begun(client)


async def test_it_closes_3000_on_a_bad_key(server: Address) -> None:
    headers = {"Authorization": "Bearer sk-wrong"}
    assert await refusal(server, "?model=gpt-realtime-2.1", headers) == ("invalid_api_key", 3000)


async def test_it_closes_3000_without_a_key(server: Address) -> None:
    assert await refusal(server, "?model=gpt-realtime-2.1") == ("missing_api_key", 3000)


async def test_it_does_not_show_the_bad_key(server: Address) -> None:
    options = {"headers": {"Authorization": "Bearer sk-almost-right"}}
    async with connected(server, "?model=gpt-realtime-2.1", **options) as client:
        assert "sk-almost-right" not in str(await client.next())


async def test_it_closes_4000_without_a_model(server: Address) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    assert await refusal(server, "", headers) == ("missing_model", 4000)


async def test_it_closes_4000_on_a_model_that_it_does_not_serve(server: Address) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    assert await refusal(server, "?model=other", headers) == ("invalid_model", 4000)


async def test_it_closes_4000_on_the_beta_header(server: Address) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "OpenAI-Beta": "realtime=v1"}
    code = ("beta_api_shape_disabled", 4000)
    assert await refusal(server, "?model=gpt-realtime-2.1", headers) == code


async def test_it_closes_4000_on_the_beta_subprotocol(server: Address) -> None:
    protocols = ["realtime", KEY_PROTOCOL, "openai-beta.realtime-v1"]
    code = ("beta_api_shape_disabled", 4000)
    assert await refusal(server, "?model=gpt-realtime-2.1", protocols=protocols) == code


async def test_it_opens_a_transcription_session(server: Address) -> None:
    async with connected(server, "?intent=transcription") as client:
        created = await client.next()
    assert created["session"]["object"] == "realtime.transcription_session"


class TestCapacity:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(api_key=KEY, calls=1)

    async def test_it_refuses_the_socket_beyond_it_and_keeps_the_first(
        self, server: Address
    ) -> None:
        async with connected(server) as first, connected(server) as second:
            assert await begun(first)
            assert (await second.next())["error"]["code"] == "too_many_calls"
            assert await second.close_code() == 1013
            await first.type_text("hi")
            await first.until("response.done")

    async def test_a_socket_that_closed_makes_room(self, server: Address) -> None:
        for _ in range(3):
            async with connected(server) as client:
                assert await begun(client)

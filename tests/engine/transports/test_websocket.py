"""A session over the WebSocket of a real server."""

import base64
from collections.abc import Mapping

from tests.engine.client import Client, connected
from tests.engine.fakes import TONE
from tests.engine.running import Address

TEXT = {"type": "realtime", "output_modalities": ["text"]}
MANUAL = {"type": "realtime", "audio": {"input": {"turn_detection": None, "transcription": {}}}}


async def configure(client: Client, session: Mapping[str, object]) -> None:
    await client.send("session.update", session=session)
    await client.until("session.updated")


async def append(client: Client, pcm: bytes) -> None:
    await client.send("input_audio_buffer.append", audio=base64.b64encode(pcm).decode())


async def test_a_typed_turn_is_answered_in_text(server: Address) -> None:
    async with connected(server) as client:
        await configure(client, TEXT)
        await client.type_text("hi")
        done = await client.until("response.output_text.done")
        await client.until("rate_limits.updated")
    assert done["text"] == "You said hi. That is all."
    client.witness.settle()


async def test_a_typed_turn_is_answered_in_sound(server: Address) -> None:
    async with connected(server) as client:
        await client.type_text("hi")
        await client.until("response.done")
    deltas = client.witness.of("response.output_audio.delta")
    assert b"".join(base64.b64decode(one["delta"]) for one in deltas) == TONE * 2


async def test_a_manual_turn_is_transcribed_and_answered(server: Address) -> None:
    async with connected(server) as client:
        await configure(client, MANUAL)
        await append(client, TONE)
        await client.send("input_audio_buffer.commit")
        await client.send("response.create")
        await client.until("response.done")
    completed = client.witness.last("conversation.item.input_audio_transcription.completed")
    assert completed["transcript"] == "hello there"
    assert completed["usage"] == {"type": "duration", "seconds": 1.0}


async def test_a_function_is_called_and_its_output_spoken(server: Address) -> None:
    tool = {"type": "function", "name": "get_weather", "parameters": {"type": "object"}}
    async with connected(server) as client:
        await configure(client, {**TEXT, "tools": [tool]})
        await client.type_text("call it")
        call = (await client.until("response.function_call_arguments.done"))["call_id"]
        await client.until("response.done")
        item = {"type": "function_call_output", "call_id": call, "output": "fog"}
        await client.send("conversation.item.create", item=item)
        await client.send("response.create")
        done = await client.until("response.output_text.done")
    assert done["text"] == "You said fog. That is all."


async def test_an_item_is_retrieved_with_its_audio(server: Address) -> None:
    async with connected(server) as client:
        await configure(client, MANUAL)
        await append(client, TONE)
        await client.send("input_audio_buffer.commit")
        item_id = (await client.until("input_audio_buffer.committed"))["item_id"]
        await client.send("conversation.item.retrieve", item_id=item_id)
        item = (await client.until("conversation.item.retrieved"))["item"]
    assert base64.b64decode(item["content"][0]["audio"]) == TONE


async def test_a_binary_frame_is_an_error_and_the_session_goes_on(server: Address) -> None:
    async with connected(server) as client:
        await client.socket.send_bytes(b"\0")
        error = (await client.until("error"))["error"]
        await configure(client, TEXT)
    assert error["code"] == "invalid_event"


async def test_a_large_append_is_taken(server: Address) -> None:
    async with connected(server) as client:
        await configure(client, MANUAL)
        await append(client, bytes(15 * 1024 * 1024))
        await client.send("input_audio_buffer.commit")
        await client.until("input_audio_buffer.committed")

"""A dictation through the server: sound one way, words back, and nothing else either way."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings as django_settings
from pytest_django import Settings

from chat.models import Conversation, RealtimeSession, User
from chat.realtime import calls, dictation_relay
from chat.services import dictations
from tests.chat.conftest import LAPTOP
from tests.chat.tab import HOST, OPEN_WITHIN_S, cookies_of, headers
from tests.fakes.provider import KEY
from tests.fakes.transcriber import FakeTranscriber

pytestmark = pytest.mark.django_db(transaction=True)
PCM = b"\1\0" * 960
WORDS = "conversation.item.input_audio_transcription"


@pytest.fixture
async def transcriber(settings: Settings) -> AsyncIterator[FakeTranscriber]:
    with FakeTranscriber.running() as fake:
        settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = fake.base_url, KEY
        yield fake
        await calls.close()


@pytest.fixture
def dictation(alice: User, conversation: Conversation) -> RealtimeSession:
    wish = dictations.Wish(client_id=uuid4(), device=LAPTOP)
    return dictations.start(alice, conversation.pk, wish)[0]


async def socket_of(
    user: User | None, session_id: UUID, origin: bytes = b"http://" + HOST
) -> WebsocketCommunicator:
    from config.asgi import application

    name = django_settings.SESSION_COOKIE_NAME
    cookies = await sync_to_async(cookies_of)(user) if user else {}
    cookie = f"{name}={cookies[name].value}" if user else ""
    path = f"/ws/dictation/{session_id}/"
    return WebsocketCommunicator(application, path, headers(cookie, origin))


async def opened(user: User, session_id: UUID) -> WebsocketCommunicator:
    socket = await socket_of(user, session_id)
    is_open, _ = await socket.connect(timeout=OPEN_WITHIN_S)
    assert is_open
    assert (await heard(socket))["type"] == "session.created"
    return socket


async def heard(socket: WebsocketCommunicator) -> dict[str, Any]:
    found: dict[str, Any] = await socket.receive_json_from(timeout=OPEN_WITHIN_S)
    return found


async def closing_code(socket: WebsocketCommunicator) -> int:
    while True:
        output = await socket.receive_output(timeout=OPEN_WITHIN_S)
        if output["type"] == "websocket.close":
            return int(output["code"])


async def test_sound_goes_there_and_words_come_back(
    alice: User, dictation: RealtimeSession, transcriber: FakeTranscriber
) -> None:
    socket = await opened(alice, dictation.pk)
    asked = (await transcriber.hears("session.update"))["session"]
    assert asked["audio"]["input"]["transcription"]["model"] == "gpt-live-transcribe"
    assert transcriber.headers["OpenAI-Safety-Identifier"] == alice.opaque_id
    await socket.send_to(bytes_data=PCM)
    await socket.send_to(text_data='{"type": "input_audio_buffer.commit"}')
    sound = await transcriber.hears("input_audio_buffer.append")
    assert base64.b64decode(sound["audio"]) == PCM
    await transcriber.hears("input_audio_buffer.commit")
    await transcriber.says("conversation.item.added", item={"id": "x"})
    await transcriber.says(f"{WORDS}.completed", item_id="x", transcript="hello", usage={})
    assert (await heard(socket))["transcript"] == "hello"
    await socket.disconnect()


async def test_what_it_cost_is_stored_and_its_row_ends_with_it(
    alice: User, dictation: RealtimeSession, transcriber: FakeTranscriber
) -> None:
    socket = await opened(alice, dictation.pk)
    for seconds in (1.5, 2.0):
        usage = {"type": "duration", "seconds": seconds}
        await transcriber.says(f"{WORDS}.completed", item_id="x", transcript="", usage=usage)
        await heard(socket)
    await socket.disconnect()
    assert await asyncio.to_thread(transcriber.closed.wait, OPEN_WITHIN_S)
    await socket.wait(OPEN_WITHIN_S)
    await dictation.arefresh_from_db()
    assert dictation.usage == {"seconds": 3.5}
    assert (dictation.setup, dictation.end_reason) == ("server", "left")


@pytest.mark.parametrize(
    "frame",
    [
        '{"type": "session.update", "session": {"type": "realtime"}}',
        '{"type": "response.create"}',
        '{"type": "input_audio_buffer.append", "audio": "AAAA"}',
        "not json",
        "[]",
        b"",
        b"odd",
        b"\0" * (64 * 1024 + 2),
    ],
)
async def test_nothing_else_gets_through(
    alice: User, dictation: RealtimeSession, transcriber: FakeTranscriber, frame: str | bytes
) -> None:
    socket = await opened(alice, dictation.pk)
    is_text = isinstance(frame, str)
    await socket.send_input(
        {"type": "websocket.receive", "text" if is_text else "bytes": frame},
    )
    assert await closing_code(socket) == dictation_relay.UNWANTED


async def test_who_sends_more_than_a_microphone_gives_is_cut_off(
    alice: User,
    dictation: RealtimeSession,
    transcriber: FakeTranscriber,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dictation_relay, "BURST_BYTES", 4 * len(PCM))
    monkeypatch.setattr(dictation_relay, "BYTES_A_SECOND", 1)
    socket = await opened(alice, dictation.pk)
    for _ in range(5):
        await socket.send_to(bytes_data=PCM)
    assert await closing_code(socket) == dictation_relay.TOO_MUCH


async def test_it_ends_with_its_row(
    alice: User,
    dictation: RealtimeSession,
    transcriber: FakeTranscriber,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dictation_relay, "LOOK_EVERY_S", 0.05)
    socket = await opened(alice, dictation.pk)
    await sync_to_async(dictations.end_of_login)(alice, "")
    assert await closing_code(socket) == dictation_relay.NORMAL


async def test_it_ends_with_the_provider_s_side(
    alice: User, dictation: RealtimeSession, transcriber: FakeTranscriber
) -> None:
    socket = await opened(alice, dictation.pk)
    await transcriber.hangs_up()
    assert await closing_code(socket) == dictation_relay.GONE


async def test_a_refusal_tells_its_code_and_none_of_its_words(
    alice: User, dictation: RealtimeSession, transcriber: FakeTranscriber
) -> None:
    socket = await opened(alice, dictation.pk)
    await transcriber.says("error", error={"code": "invalid_value", "message": KEY})
    assert await heard(socket) == {"type": "error", "error": {"code": "invalid_value"}}
    await socket.disconnect()


@pytest.mark.parametrize("who", ["bob", "nobody", "alice again", "another site"])
async def test_it_is_refused_in_the_handshake(
    alice: User, bob: User, dictation: RealtimeSession, transcriber: FakeTranscriber, who: str
) -> None:
    if who == "alice again":
        first = await opened(alice, dictation.pk)
    user = {"bob": bob, "nobody": None}.get(who, alice)
    origin = b"https://evil.example" if who == "another site" else b"http://" + HOST
    socket = await socket_of(user, dictation.pk, origin)
    assert not (await socket.connect(timeout=OPEN_WITHIN_S))[0]
    if who == "alice again":
        await first.disconnect()


async def test_a_provider_that_is_away_closes_it(
    alice: User, dictation: RealtimeSession, settings: Settings
) -> None:
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = "http://127.0.0.1:9/v1", KEY
    socket = await socket_of(alice, dictation.pk)
    assert (await socket.connect(timeout=OPEN_WITHIN_S))[0]
    assert await closing_code(socket) == dictation_relay.GONE
    await calls.close()

"""Recorded messages: up, down to words, kept where the person wants it, heard by nobody else."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.test import AsyncClient
from pytest_django import Settings

from chat.models import Conversation, Message, Preference, Recording, User
from chat.models.recording import folder
from chat.services import conversations, messages, recordings
from tests.chat.sound_files.test_inspect import OTHERS, PAGE, sample
from tests.fakes.provider import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)

SPOKEN = sample("recorded.webm")


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def keeps(alice: User) -> None:
    Preference.objects.create(user=alice, keep_recordings=True)


async def upload(
    caller: AsyncClient, conversation: Conversation, data: bytes = SPOKEN, client_id: object = ""
) -> Any:
    which = client_id or uuid4()
    address = f"/conversations/{conversation.pk}/recordings/?client_id={which}"
    return await caller.post(address, data, content_type="audio/webm")


async def kept(caller: AsyncClient, conversation: Conversation, data: bytes = SPOKEN) -> Message:
    """One that was sent and hangs on its message."""
    found = (await upload(caller, conversation, data)).json()
    client_id = uuid4()
    post = sync_to_async(messages.post)
    message, _ = await post(conversation.owner, conversation.pk, client_id, found["text"])
    answer = await attach(caller, conversation, found["recording"], client_id)
    assert answer.status_code == 204
    return message


async def attach(
    caller: AsyncClient, conversation: Conversation, recording: str, client_id: UUID
) -> Any:
    address = f"/conversations/{conversation.pk}/recordings/{recording}/message/"
    body = {"client_id": str(client_id)}
    return await caller.post(address, body, content_type="application/json")


async def hear(caller: AsyncClient, message: Message, part: str = "") -> HttpResponse:
    address = f"/conversations/{message.conversation_id}/messages/{message.pk}/recording/"
    found: Any = await caller.get(address, headers={"Range": part} if part else {})
    return found  # type: ignore[no-any-return]


def files() -> list[Path]:
    return [path for path in folder().rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["recorded.webm", "streamed.webm", "firefox.webm", "recorded.mp4"])
async def test_what_was_said_comes_back_as_words_and_nothing_is_kept(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, name: str
) -> None:
    answer = await upload(caller, conversation, sample(name))
    assert answer.json() == {"text": "Hello there.", "recording": None, "note": ""}
    assert provider.asked[0]["model"] == "gpt-transcribe"
    assert (await Recording.objects.acount(), files()) == (0, [])


BAD = [
    (b"", "empty_recording"),
    *[(other, "not_a_recording") for other in OTHERS],
    (SPOKEN + PAGE, "not_a_recording"),
    (SPOKEN[:-1], "broken_recording"),
    (SPOKEN[:200], "broken_recording"),
    (sample("recorded.mp4")[:-1], "broken_recording"),
    (b"\0" * (recordings.MAX_BYTES + 1), "recording_too_long"),
]


@pytest.mark.usefixtures("keeps")
@pytest.mark.parametrize(("data", "code"), BAD, ids=lambda one: str(one)[:24])
async def test_a_bad_one_is_refused_and_nothing_is_stored(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, data: bytes, code: str
) -> None:
    answer = await upload(caller, conversation, data)
    assert answer.json()["error"]["code"] == code
    assert (provider.asked, await Recording.objects.acount(), files()) == ([], 0, [])


@pytest.mark.usefixtures("keeps")
async def test_one_that_is_too_long_is_refused(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, settings: Settings
) -> None:
    settings.RECORDING_SECONDS = 2
    answer = await upload(caller, conversation)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "recording_too_long"
    assert (provider.asked, files()) == ([], [])


async def test_what_it_is_called_decides_nothing(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    address = f"/conversations/{conversation.pk}/recordings/?client_id={uuid4()}"
    answer: Any = await caller.post(address, SPOKEN, content_type="text/html")
    assert answer.status_code == 201


@pytest.mark.usefixtures("keeps")
@pytest.mark.parametrize(
    ("status", "code", "said"),
    [(500, None, "provider_refused"), (404, None, "no_transcription"), (400, "x", "unheard")],
)
async def test_a_failed_transcription_stores_nothing_and_can_be_tried_again(
    caller: AsyncClient,
    provider: FakeProvider,
    conversation: Conversation,
    status: int,
    code: str | None,
    said: str,
) -> None:
    provider.refuses(status, code) if code else provider.refuses(status, body="no")
    client_id = uuid4()
    refused = await upload(caller, conversation, client_id=client_id)
    assert (refused.json()["error"]["code"], files()) == (said, [])
    assert (await upload(caller, conversation, client_id=client_id)).status_code == 201


async def test_a_recording_without_words_says_so(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    provider.refuses(200, body='{"text": " "}')
    answer = await upload(caller, conversation)
    assert answer.json()["error"]["code"] == "no_words"


@pytest.mark.usefixtures("keeps")
async def test_one_that_is_sent_twice_is_written_down_once(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    client_id = uuid4()
    first, second = [await upload(caller, conversation, client_id=client_id) for _ in range(2)]
    assert first.json() == second.json()
    assert (len(provider.asked), len(files())) == (1, 1)


@pytest.mark.usefixtures("keeps")
async def test_a_kept_one_is_heard_whole_and_in_parts(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    message = await kept(caller, conversation)
    whole = await hear(caller, message)
    assert (whole.content, whole.headers["Content-Type"]) == (SPOKEN, "audio/webm")
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert {"no-store", "nosniff"} == {
        whole.headers["Cache-Control"],
        whole.headers["X-Content-Type-Options"],
    }


LAST = len(SPOKEN) - 1
PARTS = [
    ("bytes=0-0", 206, SPOKEN[:1]),
    ("bytes=0-99", 206, SPOKEN[:100]),
    ("bytes=100-199", 206, SPOKEN[100:200]),
    ("bytes=0-", 206, SPOKEN),
    (f"bytes={LAST}-", 206, SPOKEN[-1:]),
    (f"bytes={LAST}-{LAST + 50}", 206, SPOKEN[-1:]),
    ("bytes=-1", 206, SPOKEN[-1:]),
    ("bytes=-100", 206, SPOKEN[-100:]),
    ("bytes=-99999999", 206, SPOKEN),
    (f"bytes={LAST + 1}-", 416, b""),
    ("bytes=99999999-", 416, b""),
    ("bytes=-0", 416, b""),
    ("bytes=200-100", 200, SPOKEN),
    ("bytes=0-1,5-9", 200, SPOKEN),
    ("bytes=-", 200, SPOKEN),
    ("bytes=a-b", 200, SPOKEN),
    ("lines=0-1", 200, SPOKEN),
    ("bytes=0-" + "9" * 40, 200, SPOKEN),
    ("bytes = 0-1", 200, SPOKEN),
    ("bytes=--5", 200, SPOKEN),
]


@pytest.mark.usefixtures("keeps")
async def test_twenty_ranges_are_answered_as_the_rfc_says(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    message = await kept(caller, conversation)
    found = [(asked, await hear(caller, message, asked)) for asked, _, _ in PARTS]
    assert [(asked, one.status_code, one.content) for asked, one in found] == PARTS
    spoken_of = {one.headers.get("Content-Range") for _, one in found if one.status_code == 416}
    assert spoken_of == {f"bytes */{len(SPOKEN)}"}


@pytest.mark.usefixtures("keeps")
async def test_its_message_says_that_there_is_a_sound(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    message = await kept(caller, conversation)
    found = await conversation.messages.aget(pk=message.pk)
    assert (found.recording_ms, found.revision > message.revision) == (2580, True)


@pytest.mark.usefixtures("keeps")
async def test_another_s_is_neither_heard_nor_taken(
    provider: FakeProvider, caller: AsyncClient, conversation: Conversation, bob: User
) -> None:
    message, stranger = await kept(caller, conversation), AsyncClient()
    await stranger.aforce_login(bob)
    recording = await Recording.objects.aget()
    assert (await hear(stranger, message)).status_code == 404
    assert (await upload(stranger, conversation)).status_code == 404
    assert (await attach(stranger, conversation, str(recording.pk), uuid4())).status_code == 404


@pytest.mark.usefixtures("keeps")
async def test_one_sound_belongs_to_one_message(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    await kept(caller, conversation)
    recording, other = await Recording.objects.aget(), uuid4()
    await sync_to_async(messages.post)(conversation.owner, conversation.pk, other, "Another")
    assert (await attach(caller, conversation, str(recording.pk), other)).status_code == 404


@pytest.mark.usefixtures("keeps")
async def test_it_goes_with_its_message(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    message = await kept(caller, conversation)
    await conversation.messages.filter(pk=message.pk).aupdate(status="deleted")
    assert (await hear(caller, message)).status_code == 404
    await sync_to_async(recordings.sweep)()
    assert (await Recording.objects.acount(), files()) == (0, [])


@pytest.mark.usefixtures("keeps")
async def test_it_goes_with_its_conversation_when_no_undo_is_taken_any_more(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    message = await kept(caller, conversation)
    await sync_to_async(conversations.delete)(conversation.owner, conversation.pk)
    assert (await hear(caller, message)).status_code == 404
    await sync_to_async(recordings.sweep)()
    assert len(files()) == 1
    await Conversation.objects.aupdate(deleted_at="2026-01-01T00:00Z")
    await sync_to_async(recordings.sweep)()
    assert files() == []


@pytest.mark.usefixtures("keeps")
async def test_it_goes_with_its_person(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, alice: User
) -> None:
    await kept(caller, conversation)
    await alice.adelete()
    assert files() == []


@pytest.mark.usefixtures("keeps")
async def test_beyond_the_room_its_words_come_and_its_sound_is_not_kept(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, settings: Settings
) -> None:
    settings.RECORDINGS_MB_PER_USER = 0
    answer = await upload(caller, conversation)
    assert answer.json()["text"] == "Hello there."
    assert "not kept" in answer.json()["note"]
    assert files() == []


async def test_so_many_a_minute_and_no_more(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, settings: Settings
) -> None:
    settings.RECORDINGS_PER_MINUTE = 1
    statuses = [(await upload(caller, conversation)).status_code for _ in range(2)]
    assert (statuses, len(provider.asked)) == ([201, 429], 1)


async def test_one_without_an_id_of_its_own_is_refused(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    answer: Any = await caller.post(f"/conversations/{conversation.pk}/recordings/", SPOKEN, "x/y")
    assert answer.status_code == 400

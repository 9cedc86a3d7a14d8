"""Reading an answer aloud, sentence by sentence."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.test import AsyncClient
from pytest_django import Settings

from chat.models import Conversation, Message, Preference, User
from chat.provider import catalog
from chat.services import reading
from chat.services.thread import writing
from tests.fakes.provider import SOUND, FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)

WRITTEN = "**Good** morning. See [the list](https://example.org/). `Bye`"


@sync_to_async
def answered(conversation: Conversation, content: str = WRITTEN, **fields: Any) -> Message:
    first = {"role": "assistant", "status": "final", "captured_by": "server", "content": content}
    with writing(conversation.owner, conversation.pk) as thread:
        return thread.insert(**{**first, **fields})


async def read(caller: AsyncClient, message: Message, sentence: int, **more: str) -> HttpResponse:
    address = f"/conversations/{message.conversation_id}/messages/{message.pk}/speech/"
    body = {"sentence": sentence, **more}
    found: Any = await caller.post(address, json.dumps(body), content_type="application/json")
    return found  # type: ignore[no-any-return]


def place(answer: HttpResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.headers["Parley-Speech"])
    return found


async def test_a_sentence_of_the_row_is_spoken_without_signs(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    message = await answered(conversation)
    answer = await read(caller, message, 1)
    assert (answer.content, answer.headers["Content-Type"]) == (SOUND, "audio/mpeg")
    assert provider.asked[0]["input"] == "See the list."
    assert "no-store" in answer.headers["Cache-Control"]
    assert place(answer)["of"] == 3
    assert 0 < place(answer)["begins"] < place(answer)["ends"] < 1


async def test_the_end_and_what_is_not_there_yet_are_no_sound(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    ended = await read(caller, await answered(conversation), 3)
    growing = await read(caller, await answered(conversation, "Good mor", status="live"), 0)
    assert [ended.status_code, growing.status_code] == [204, 204]
    assert [place(ended)["of"], place(growing)["of"]] == [3, None]
    assert provider.asked == []


async def test_of_a_growing_answer_whole_sentences_are_read(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    message = await answered(conversation, "Good morning. How a", status="live")
    answers = [await read(caller, message, number) for number in (0, 1)]
    assert [answer.status_code for answer in answers] == [200, 204]


async def test_the_words_alone_cost_nothing(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    answer = await read(caller, await answered(conversation), 0, kind="text")
    assert (answer.json(), provider.asked) == ({"text": "Good morning."}, [])  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_provider_that_cannot_speak_is_told_apart(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, status: int
) -> None:
    provider.refuses(status, body="no such address")
    answer: Any = await read(caller, await answered(conversation), 0)
    assert answer.json()["error"]["code"] == "no_speech"


async def test_a_model_that_has_ended_is_told_apart(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    provider.refuses(400, "model_not_found")
    answer: Any = await read(caller, await answered(conversation), 0)
    assert answer.json()["error"]["code"] == "no_speech"


async def test_another_s_a_missing_one_and_no_answer_are_the_same(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, foreign: Conversation
) -> None:
    theirs, mine = await answered(foreign), await answered(conversation, role="user")
    gone = await answered(conversation, "", status="deleted")
    missing = Message(pk=uuid4(), conversation=conversation)
    found = [await read(caller, one, 0) for one in (theirs, mine, gone, missing)]
    assert {answer.status_code for answer in found} == {404}
    assert provider.asked == []


async def test_so_many_characters_a_minute_and_no_more(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation, settings: Settings
) -> None:
    settings.SPEECH_CHARACTERS_PER_MINUTE = 20
    message = await answered(conversation)
    statuses = [(await read(caller, message, 0)).status_code for _ in range(2)]
    assert (statuses, len(provider.asked)) == ([200, 429], 1)


async def test_a_number_that_is_none_is_refused(
    caller: AsyncClient, provider: FakeProvider, conversation: Conversation
) -> None:
    assert (await read(caller, await answered(conversation), -1)).status_code == 400


def speaker(conversation: Conversation, **liked: str) -> tuple[str, str]:
    return reading.speaker(conversation, Preference(**liked), date(2026, 12, 1))


def test_the_chosen_model_and_voice_speak(conversation: Conversation) -> None:
    assert speaker(conversation, speech_model="tts-1", classic_voice="onyx") == ("tts-1", "onyx")


def test_a_voice_that_the_model_lacks_gives_its_place_to_the_first(
    conversation: Conversation,
) -> None:
    assert speaker(conversation, speech_model="tts-1", classic_voice="verse")[1] == "alloy"


def test_a_model_that_has_ended_gives_its_place_to_the_server_s(
    alice: User, conversation: Conversation
) -> None:
    after = catalog.speech_model("tts-1").ends
    assert after is not None
    found = reading.speaker(conversation, Preference(speech_model="tts-1"), after)
    assert found[0] == "gpt-4o-mini-tts"

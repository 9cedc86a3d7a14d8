"""A recorded message: up as it is, back as words; its sound for whoever may hear it."""

from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from chat.errors import InputRefused, Refusal
from chat.models import Recording, User
from chat.realtime import calls
from chat.services import allowances, conversations, preferences, recordings
from chat.services.recordings import MAX_BYTES, Upload
from chat.views import ranges
from chat.views.json_view import body_of, done, json_view
from chat.views.person import Request, page


class MessageBody(msgspec.Struct, frozen=True):
    """The message's own `client_id`, under which the page has just sent it."""

    client_id: UUID


@json_view
async def create(request: HttpRequest, user: User, conversation_id: UUID) -> HttpResponse:
    """The sound as the body; answered by its words, and by its id where the person keeps it."""
    await done(conversations.find, user, conversation_id)
    client_id = _client_id(request)
    before = await done(recordings.known, user, conversation_id, client_id)
    if before:
        return _told(before.transcript, before)
    upload = await done(recordings.checked, client_id, request.read(MAX_BYTES + 1))
    await done(allowances.spend, "recordings", user, 1, settings.RECORDINGS_PER_MINUTE)
    text = await _transcript(user, upload)
    try:
        kept = await done(recordings.keep, user, conversation_id, upload, text)
    except Refusal as refusal:
        if refusal.code != "no_room":
            raise
        return _told(text, None, refusal.message)
    return _told(text, kept, status=201)


@json_view
async def attach(
    request: HttpRequest, user: User, conversation_id: UUID, recording_id: UUID
) -> HttpResponse:
    """The sound belongs to this message from now on."""
    body = body_of(request, MessageBody)
    await done(recordings.attach, user, conversation_id, recording_id, body.client_id)
    return HttpResponse(status=204)


@require_safe
@page
def sound(request: Request, user: User, conversation_id: UUID, message_id: UUID) -> HttpResponse:
    """Whole or a part of it (RFC 9110, 14): players ask for parts."""
    found = recordings.of_message(user, conversation_id, message_id)
    answer = ranges.answer(request, found.path, found.media_type)
    answer.headers["Content-Disposition"] = f'inline; filename="recording.{found.container}"'
    return answer


async def _transcript(user: User, upload: Upload) -> str:
    language = (await done(preferences.of, user)).language
    container = upload.sound.container
    transcribe = calls.provider().sound.transcribe
    model = settings.RECORDING_MODEL
    heard = await transcribe(model, upload.data, container, language, user.opaque_id)
    text = heard.text.strip()
    if not text:
        message = "No words were heard in this recording. Listen to it, or record it again."
        raise Refusal("no_words", message, status=422, retry=True)
    return text


def _told(text: str, kept: Recording | None, note: str = "", *, status: int = 200) -> HttpResponse:
    found = {"text": text, "recording": str(kept.pk) if kept else None, "note": note}
    return JsonResponse(found, status=status)


def _client_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.GET.get("client_id", ""))
    except ValueError as error:
        raise InputRefused("bad_request", "Name the recording by a client_id.") from error

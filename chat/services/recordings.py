"""Recorded messages: what may come in, what is kept of it, who hears it, when it goes."""

from __future__ import annotations

import os
import time
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction

from chat import sound_files
from chat.errors import InputRefused, Refusal
from chat.models import Message, Recording, User
from chat.models.recording import folder
from chat.services import conversations, preferences
from chat.services.thread import writing
from chat.sound_files import Sound

MAX_BYTES = 16 * 1024 * 1024
MB = 1_000_000
# A file without its row is of an upload that is under way, or was cut off by a crash.
UNDER_WAY_S = 3_600.0


class Upload(NamedTuple):
    """`client_id`: made with the recording, so that one that is sent again is the same one."""

    client_id: UUID
    data: bytes
    sound: Sound


def checked(client_id: UUID, data: bytes) -> Upload:
    """By its content alone. Raises InputRefused, each with its own code."""
    if not data:
        raise InputRefused("empty_recording", "Nothing was recorded. Check the microphone.")
    if len(data) > MAX_BYTES:
        raise _too_long()
    try:
        sound = sound_files.inspect(data)
    except sound_files.NotASound as error:
        message = "This is not a recording that Parley knows."
        raise InputRefused("not_a_recording", message) from error
    except sound_files.Broken as error:
        message = "The recording is damaged or cut off. Record it again."
        raise InputRefused("broken_recording", message) from error
    if sound.milliseconds > settings.RECORDING_SECONDS * 1000:
        raise _too_long()
    if not sound.milliseconds:
        raise InputRefused("empty_recording", "Nothing was recorded. Check the microphone.")
    return Upload(client_id, data, sound)


def known(user: User, conversation_id: UUID, client_id: UUID) -> Recording | None:
    """One that was kept before, when its upload comes a second time. Raises Refusal `not_found`."""
    conversation = conversations.find(user, conversation_id)
    return conversation.recordings.filter(client_id=client_id).first()


def keep(user: User, conversation_id: UUID, upload: Upload, transcript: str) -> Recording | None:
    """File first, then row: a row always has its file. None when the person keeps none."""
    if not preferences.of(user).keep_recordings:
        return None
    _refuse_too_much(user, len(upload.data))
    recording = Recording(
        conversation=conversations.find(user, conversation_id),
        client_id=upload.client_id,
        container=upload.sound.container,
        milliseconds=upload.sound.milliseconds,
        size=len(upload.data),
        transcript=transcript,
    )
    _write(recording, upload.data)
    try:
        recording.save(force_insert=True)
    except Exception:
        recording.path.unlink()
        raise
    return recording


def attach(user: User, conversation_id: UUID, recording_id: UUID, client_id: UUID) -> None:
    """Hang a kept sound on the message that it became. Twice changes nothing. Raises `not_found`."""
    with writing(user, conversation_id) as thread:
        recording = thread.conversation.recordings.filter(pk=recording_id).first()
        sent = thread.conversation.messages.filter(role=Message.Role.USER, client_id=client_id)
        message = sent.exclude(status=Message.Status.DELETED).first()
        if recording is None or message is None or recording.message not in {None, message}:
            raise missing()
        recording.message = message
        recording.save(update_fields=["message"])
        if message.recording_ms is None:
            message.recording_ms = recording.milliseconds
            thread.change(message)


def of_message(user: User, conversation_id: UUID, message_id: UUID) -> Recording:
    """Raises Refusal `not_found` for another's, a deleted one's and a missing one alike."""
    mine = Recording.objects.of(user).filter(conversation=conversation_id, message=message_id)
    found = mine.exclude(message__status=Message.Status.DELETED).first()
    if found is None:
        raise missing()
    return found


def sweep() -> None:
    """Sounds whose message or conversation is gone, and files that have no row."""
    for recording in Recording.objects.done_with():
        recording.delete()
    for path in folder().glob("*/*"):
        if time.time() - path.stat().st_mtime > UNDER_WAY_S and not _has_row(path.stem):
            path.unlink(missing_ok=True)


def forget_file(recording: Recording) -> None:
    """With its row, whatever took that away."""
    transaction.on_commit(lambda: recording.path.unlink(missing_ok=True), robust=True)


def missing() -> Refusal:
    return Refusal("not_found", "There is no such recording.", status=404)


def _refuse_too_much(user: User, more: int) -> None:
    if Recording.objects.bytes_of(user) + more > settings.RECORDINGS_MB_PER_USER * MB:
        message = "Your recordings take up all their room, so this one's sound is not kept."
        raise Refusal("no_room", message, status=507)


def _write(recording: Recording, data: bytes) -> None:
    path = recording.path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _has_row(name: str) -> bool:
    try:
        return Recording.objects.filter(pk=UUID(name)).exists()
    except ValueError:
        return False


def _too_long() -> InputRefused:
    longest = f"{settings.RECORDING_SECONDS // 60} minutes"
    return InputRefused("recording_too_long", f"A recording lasts {longest} at most.", status=413)

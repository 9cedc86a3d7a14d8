"""Provider events as the Realtime API sends them (protocol: section 4), reduced like a tab's reports."""

from typing import Any

Payload = dict[str, Any]


def opened(session_id: str = "sess_1") -> Payload:
    session = {"id": session_id, "expires_at": 1785217655, "model": "gpt-realtime-2.1"}
    return {"type": "session.created", "session": session}


def committed(item_id: str, previous: str | None = None) -> Payload:
    return {
        "type": "input_audio_buffer.committed",
        "item_id": item_id,
        "previous_item_id": previous,
    }


def added(item: Payload, previous: str | None = None) -> Payload:
    return {"type": "conversation.item.added", "item": item, "previous_item_id": previous}


def done(item: Payload, previous: str | None = None) -> Payload:
    return {"type": "conversation.item.done", "item": item, "previous_item_id": previous}


def heard(item_id: str, transcript: str) -> Payload:
    return {
        "type": "conversation.item.input_audio_transcription.completed",
        "item_id": item_id,
        "content_index": 0,
        "transcript": transcript,
    }


def not_understood(item_id: str) -> Payload:
    return {
        "type": "conversation.item.input_audio_transcription.failed",
        "item_id": item_id,
        "content_index": 0,
        "error": {"code": "unintelligible", "message": "No words were found."},
    }


def spoken(item_id: str, transcript: str) -> Payload:
    return {
        "type": "response.output_audio_transcript.done",
        "response_id": "resp_1",
        "item_id": item_id,
        "content_index": 0,
        "transcript": transcript,
    }


def truncated(item_id: str, audio_end_ms: int) -> Payload:
    return {
        "type": "conversation.item.truncated",
        "item_id": item_id,
        "content_index": 0,
        "audio_end_ms": audio_end_ms,
    }


def response_failed(*item_ids: str) -> Payload:
    """A response that broke after it had begun these items."""
    details = {"type": "failed", "error": {"type": "server_error", "code": "server_error"}}
    response = {"id": "resp_1", "status": "failed", "status_details": details}
    made = [{"id": item_id} for item_id in item_ids]
    return {"type": "response.done", "response": response | {"output": made}}


def deleted(item_id: str) -> Payload:
    return {"type": "conversation.item.deleted", "item_id": item_id}


def user_audio(item_id: str) -> Payload:
    content = [{"type": "input_audio", "transcript": None}]
    return {
        "id": item_id,
        "type": "message",
        "role": "user",
        "status": "completed",
        "content": content,
    }


def user_text(item_id: str, text: str) -> Payload:
    content = [{"type": "input_text", "text": text}]
    return user_audio(item_id) | {"content": content}


def answer(item_id: str, transcript: str = "", status: str = "in_progress") -> Payload:
    """An assistant's spoken item; without words it has only begun."""
    content = [{"type": "output_audio", "transcript": transcript}] if transcript else []
    return user_audio(item_id) | {"role": "assistant", "status": status, "content": content}


def call(item_id: str, arguments: str, status: str = "completed", **fields: str) -> Payload:
    """A function call's item; fields: name, call_id."""
    return {
        "id": item_id,
        "type": "function_call",
        "status": status,
        "name": "get_current_time",
        "call_id": "call_1",
        "arguments": arguments,
        **fields,
    }


def output(item_id: str, call_id: str = "call_1") -> Payload:
    return {"id": item_id, "type": "function_call_output", "call_id": call_id, "output": "{}"}


def spoken_question(item_id: str = "item_u", previous: str | None = None) -> list[Payload]:
    """The server has heard somebody stop speaking; the words come later."""
    item = user_audio(item_id)
    return [committed(item_id, previous), added(item, previous), done(item, previous)]


def whole_answer(item_id: str, transcript: str, previous: str | None = None) -> list[Payload]:
    return [
        added(answer(item_id), previous),
        spoken(item_id, transcript),
        done(answer(item_id, transcript, "completed")),
    ]


def called(
    item_id: str = "item_c", arguments: str = '{"timezone":"Asia/Tokyo"}', **fields: str
) -> list[Payload]:
    """A function call from its start to its end."""
    begun = call(item_id, "", "in_progress", **fields)
    return [added(begun, None), done(call(item_id, arguments, **fields))]

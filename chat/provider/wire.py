"""The provider's event names, mapped to our event classes; what is left out is left out on purpose."""

from typing import Any

import msgspec

from chat import events
from chat.errors import InputRefused

EVENTS: dict[str, type[events.Event]] = {
    "session.created": events.SessionOpened,
    "session.updated": events.SessionOpened,
    "input_audio_buffer.committed": events.AudioCommitted,
    "conversation.item.added": events.ItemAdded,
    "conversation.item.done": events.ItemDone,
    "conversation.item.input_audio_transcription.completed": events.TranscriptCompleted,
    "conversation.item.input_audio_transcription.failed": events.TranscriptFailed,
    "conversation.item.truncated": events.ItemTruncated,
    "conversation.item.deleted": events.ItemDeleted,
    "response.created": events.ResponseStarted,
    "response.output_audio_transcript.done": events.SpokenTextDone,
    "response.output_text.done": events.WrittenTextDone,
    "response.done": events.ResponseDone,
    "error": events.ProviderProblem,
    # Beta names: understood, never sent.
    "conversation.item.created": events.ItemAdded,
    "response.audio_transcript.done": events.SpokenTextDone,
    "response.text.done": events.WrittenTextDone,
}

# Growing text and sound (drawn while they last, stored by their `done`), repetitions of what an
# item event says, and features that Parley does not use (MCP, SIP, diarisation).
IGNORED = frozenset(
    {
        "conversation.created",
        "conversation.item.retrieved",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.segment",
        "input_audio_buffer.cleared",
        "input_audio_buffer.dtmf_event_received",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.timeout_triggered",
        "mcp_list_tools.completed",
        "mcp_list_tools.failed",
        "mcp_list_tools.in_progress",
        "output_audio_buffer.cleared",
        "output_audio_buffer.started",
        "output_audio_buffer.stopped",
        "rate_limits.updated",
        "response.content_part.added",
        "response.content_part.done",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.mcp_call.completed",
        "response.mcp_call.failed",
        "response.mcp_call.in_progress",
        "response.mcp_call_arguments.delta",
        "response.mcp_call_arguments.done",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.delta",
        "response.output_item.added",
        "response.output_item.done",
        "response.output_text.delta",
    }
)


def parse(payload: dict[str, Any]) -> events.Event | None:
    """Our event; None for one that is ignored or not known. Raises InputRefused (`bad_field`)."""
    name = payload.get("type")
    if not isinstance(name, str):
        raise InputRefused("bad_field", "An event needs a type.")
    kind = EVENTS.get(name)
    if kind is None:
        return None
    try:
        return msgspec.convert(payload, kind)
    except msgspec.ValidationError as error:
        raise InputRefused("bad_field", f"{name}: {error}") from error

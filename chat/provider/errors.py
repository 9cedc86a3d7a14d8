"""What a provider's refusal means for the person, in one sentence each."""

from chat.errors import Refusal

SAYINGS = {
    "no_key": ("No key for the voice provider is set. Ask your administrator.", False),
    "bad_key": (
        "The voice provider does not accept this server's key. Ask your administrator.",
        False,
    ),
    "no_quota": ("The voice provider's quota is used up. Ask your administrator.", False),
    "no_model_access": ("This server may not use that model. Choose another one.", False),
    "unknown_model": ("The voice provider does not know that model. Choose another one.", False),
    "unknown_call": ("The voice provider does not know that call any more.", False),
    "too_fast": ("The voice provider is busy. Wait a moment and try again.", True),
    "provider_unreachable": ("The voice provider cannot be reached. Try again in a moment.", True),
    "provider_refused": ("The voice provider refused the call. Try again in a moment.", True),
    "no_speech": ("This server's provider has no voice for reading aloud.", False),
    "no_transcription": (
        "This server's provider cannot write recordings down. Write your message instead.",
        False,
    ),
    "unheard": ("The provider could not read this recording. Record it again.", False),
    "no_text_endpoint": (
        "This server's provider writes no answers, so Classic cannot be used. Talk Live instead.",
        False,
    ),
    "too_long_for_model": ("This is too long for the model. Start a new conversation.", False),
    "option_refused": (
        "The model takes no temperature. Set it to the model's own in your preferences.",
        True,
    ),
    "cut_short": ("The answer reached the longest length that it may have.", True),
    "too_many_rounds": ("The answer called tools again and again, and was ended.", True),
    "filtered": ("The provider's filter stopped this answer. Put it in other words.", True),
}

# What differs where an answer is written, and nobody speaks.
WRITTEN = {
    "no_key": "No key for the provider of answers is set. Ask your administrator.",
    "bad_key": "The provider of answers does not accept this server's key. Ask your administrator.",
    "no_quota": "The quota for answers is used up. Ask your administrator.",
    "unknown_model": "The provider does not know the model for Classic. Choose another one.",
    "too_fast": "The provider of answers is busy. Wait a moment and try again.",
    "provider_unreachable": "The answer broke off: its provider cannot be reached. Try again.",
    "provider_refused": "The provider refused to answer. Try again in a moment.",
}

CODES = {
    "invalid_api_key": "bad_key",
    "insufficient_quota": "no_quota",
    "model_not_found": "unknown_model",
    "invalid_model": "unknown_model",
    "rate_limit_exceeded": "too_fast",
    "call_id_not_found": "unknown_call",
    "context_length_exceeded": "too_long_for_model",
    "unsupported_parameter": "option_refused",
    "unsupported_value": "option_refused",
    "content_filter": "filtered",
}
STATUSES = {401: "bad_key", 403: "no_model_access", 404: "unknown_model", 429: "too_fast"}


class ProviderRefusal(Refusal):
    """The provider said no, or nothing."""


def refusal(code: str) -> ProviderRefusal:
    message, retry = SAYINGS[code]
    status = 503 if code in {"no_key", "provider_unreachable", "too_fast"} else 502
    return ProviderRefusal(code, message, status=status, retry=retry)


def in_writing(refused: ProviderRefusal) -> ProviderRefusal:
    """The same, said of an answer instead of a call."""
    refused.message = said_in_writing(refused.code)
    return refused


def said_in_writing(code: str) -> str:
    """ "" for a code that is not the provider's."""
    return WRITTEN.get(code) or SAYINGS.get(code, ("", False))[0]


def from_answer(status: int, code: str | None) -> ProviderRefusal:
    """From an HTTP status and the `code` of the provider's error body."""
    return refusal(CODES.get(code or "") or STATUSES.get(status, "provider_refused"))

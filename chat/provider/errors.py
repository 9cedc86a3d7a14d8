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
}

CODES = {
    "invalid_api_key": "bad_key",
    "insufficient_quota": "no_quota",
    "model_not_found": "unknown_model",
    "invalid_model": "unknown_model",
    "rate_limit_exceeded": "too_fast",
    "call_id_not_found": "unknown_call",
}
STATUSES = {401: "bad_key", 403: "no_model_access", 404: "unknown_model", 429: "too_fast"}


class ProviderRefusal(Refusal):
    """The provider said no, or nothing."""


def refusal(code: str) -> ProviderRefusal:
    message, retry = SAYINGS[code]
    status = 503 if code in {"no_key", "provider_unreachable", "too_fast"} else 502
    return ProviderRefusal(code, message, status=status, retry=retry)


def from_answer(status: int, code: str | None) -> ProviderRefusal:
    """From an HTTP status and the `code` of the provider's error body."""
    return refusal(CODES.get(code or "") or STATUSES.get(status, "provider_refused"))

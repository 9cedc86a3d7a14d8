"""Open the way of a dictation: a token for the browser's own socket, or the path through the server."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from chat.errors import Refusal
from chat.models import RealtimeSession, User
from chat.provider.client import Token
from chat.provider.dictation import KNOWN
from chat.realtime import calls
from chat.services import dictation_options, dictations, preferences
from chat.stored import stored

TOKEN_LIFETIME_S = 60
Setup = RealtimeSession.Setup


async def open_dictation(user: User, session: RealtimeSession, *, is_new: bool) -> dict[str, Any]:
    """The answer to a start (docs/dictation.md). A repeated start gets no second token.

    Raises Refusal; then the row is gone, and does not count.
    """
    preference = await stored(preferences.of)(user)
    config = dictation_options.compose(preference)
    token = None
    if is_new and session.setup == Setup.TOKEN:
        minted = await _mint(user, session, config)
        token = {"value": minted.value, "expires_at": minted.expires_at}
    turns = config["audio"]["input"]["turn_detection"]
    return {
        "session": str(session.pk),
        "token": token,
        "direct": _direct_address(),
        "relay": f"/ws/dictation/{session.pk}/",
        "finds_turns": turns is not None,
        "silence_ms": preference.dictation_silence_ms,
        "prefix_ms": preference.prefix_padding_ms,
        "language": dictation_options.language_of(preference),
        "phrases": dictation_options.listened_for(preference),
        "phantoms": {"always": KNOWN.phantoms.always, "short": KNOWN.phantoms.short},
    }


async def _mint(user: User, session: RealtimeSession, config: dict[str, Any]) -> Token:
    try:
        return await calls.provider().mint(config, TOKEN_LIFETIME_S, user.opaque_id)
    except Refusal:
        await stored(dictations.take_back)(session)
        raise


def _direct_address() -> str:
    """A socket of the provider's; `http` becomes `ws`, `https` becomes `wss`."""
    return f"ws{settings.OPENAI_BROWSER_URL.removeprefix('http')}/realtime?intent=transcription"

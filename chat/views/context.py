"""What every page's shell shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from chat.models import User
from chat.models.user import DEMO_EMAILS, DEMO_PASSWORD
from chat.realtime.frames import PROTOCOL
from chat.services import (
    call_policies,
    conversations,
    dictation_options,
    event_log,
    preferences,
    review,
)

ALONE = "Only you can read this. Not recorded."
REVIEWED = "You can read this. Reviewers may, and each reading is noted. Not recorded."


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return _for_person(user) if isinstance(user, User) else _for_stranger()


def _for_person(user: User) -> dict[str, Any]:
    liked: Any = SimpleLazyObject(lambda: preferences.of(user))
    return {
        "protocol": PROTOCOL,
        "provider_notice": settings.PROVIDER_NOTICE,
        "relay_takes_opus": settings.AUDIO_RELAY_OPUS,
        "recording_ms": settings.RECORDING_SECONDS * 1000,
        "keeps_events": event_log.is_kept(),
        "recent": lambda: conversations.recent(user),
        "preference": liked,
        "transport": SimpleLazyObject(lambda: call_policies.transport_of(user, liked.transport)),
        "dictation_languages": lambda: " ".join(dictation_options.languages_of(liked)),
        "put_away": lambda: conversations.just_put_away(user),
        "can_review": lambda: user.has_perm(review.PERMISSION),
        "readers_note": SimpleLazyObject(lambda: REVIEWED if review.readers_exist() else ALONE),
    }


def _for_stranger() -> dict[str, Any]:
    if not settings.DEBUG:
        return {}
    return {
        "demo_accounts": lambda: list(DEMO_EMAILS) if User.objects.demo_accounts().exists() else [],
        "demo_password": DEMO_PASSWORD,
    }

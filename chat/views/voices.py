"""Hear a voice before choosing it."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from chat.errors import Refusal
from chat.models import User
from chat.provider.catalog import VOICES
from chat.realtime import calls
from chat.views.json_view import json_view

SAMPLE = "Hello, I am {name}. This is how I sound when we talk."
KEPT_S = 24 * 3600


@json_view
async def preview(request: HttpRequest, user: User, voice: str) -> HttpResponse:
    if voice not in VOICES:
        raise Refusal("not_found", "There is no such voice.", status=404)
    kept_as = f"voice-preview.{settings.SPEECH_MODEL}.{voice}"  # the same for everybody
    sound = await cache.aget(kept_as)
    if sound is None:
        text = SAMPLE.format(name=voice.capitalize())
        sound = await calls.provider().sound.speak(
            settings.SPEECH_MODEL, voice, text, user.opaque_id
        )
        await cache.aset(kept_as, sound, KEPT_S)
    return HttpResponse(sound, content_type="audio/mpeg")

"""Addresses of the sockets."""

from typing import Any, cast

from django.urls import path

from chat.consumers.dictation import dictate
from chat.consumers.tab import TabConsumer
from chat.consumers.voice import voice

socket_urls = [
    path("ws/", TabConsumer.as_asgi()),
    # No views, but applications.
    path("ws/dictation/<uuid:session_id>/", cast("Any", dictate)),
    path("ws/voice/", cast("Any", voice)),
    path("ws/voice/<uuid:conversation_id>/", cast("Any", voice)),
]

"""Addresses of the sockets."""

from typing import Any, cast

from django.urls import path

from chat.consumers.dictation import dictate
from chat.consumers.tab import TabConsumer

socket_urls = [
    path("ws/", TabConsumer.as_asgi()),
    path("ws/dictation/<uuid:session_id>/", cast("Any", dictate)),  # no view, but an application
]

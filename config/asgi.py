"""The web process: pages, the tab's socket, and in an embedded installation the worker thread."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()  # sets Django up: what follows needs its models

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings

from chat.routing import socket_urls
from config.celery import start_embedded_worker
from config.daphne import complete_daphne
from config.goodbye import lifespan
from config.lifeline import end_with_parent
from config.memory import leave_out_what_is_loaded, share_arenas
from config.origin import SameOrigin
from config.unavailable import ComeBackLater

sockets = SameOrigin(ComeBackLater(AuthMiddlewareStack(URLRouter(socket_urls))))
application = ProtocolTypeRouter({"http": pages, "websocket": sockets, "lifespan": lifespan})

complete_daphne()
end_with_parent()
share_arenas()
leave_out_what_is_loaded()
if settings.EMBEDDED:
    start_embedded_worker()

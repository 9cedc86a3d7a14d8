"""Addresses of the sockets."""

from django.urls import path

from chat.consumers.tab import TabConsumer

socket_urls = [path("ws/", TabConsumer.as_asgi())]

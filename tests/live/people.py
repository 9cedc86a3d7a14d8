"""`python -m tests.live.people N`: make N people who are logged in, each with a conversation; JSON."""

import json
import os
import sys
from typing import TypedDict

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.live.settings")


class Person(TypedDict):
    user: str  # the page's opaque id
    cookie: str  # the log-in, as the browser sends it
    conversation: str


def main(count: int) -> None:
    import django

    django.setup()
    json.dump([make(number) for number in range(count)], sys.stdout)


def make(number: int) -> Person:
    from django.conf import settings
    from django.test import Client

    from chat.models import Conversation, User

    user, _ = User.objects.get_or_create(email=f"person{number}@example.com")
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    conversation = Conversation.objects.create(owner=user)
    cookie = f"{name}={client.cookies[name].value}"
    return Person(user=user.opaque_id, cookie=cookie, conversation=str(conversation.pk))


if __name__ == "__main__":
    main(int(sys.argv[1]))

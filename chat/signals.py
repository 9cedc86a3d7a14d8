"""What a log-out ends."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from chat.models import User
from chat.services import logins


@receiver(user_logged_out)
def end_calls_of_this_login(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        logins.end_of_login(user, logins.login_of(request.session.session_key))

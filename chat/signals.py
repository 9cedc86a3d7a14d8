"""What happens to a person's log-ins: a log-out, a new password, no more access, the end of the account."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from celery import current_app
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest

from chat import broadcasts
from chat.models import Recording, User
from chat.services import devices, logins, recordings, tool_changes

DECIDES_ACCESS = {"password", "is_active"}


@receiver(user_logged_out)
def end_calls_of_this_login(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        logins.end_of_login(user, logins.login_of(request.session.session_key))


@receiver([password_changed, password_set, password_reset])
def log_out_other_devices(request: HttpRequest, user: User, **kwargs: Any) -> None:
    devices.log_out_others(user, request.session.session_key)


@receiver(post_save, sender=User)
def look_who_may_stay(
    instance: User, created: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """An administrator's change too: of a password, or of whether somebody may come in at all."""
    if created or (update_fields is not None and not DECIDES_ACCESS & update_fields):
        return
    if not instance.is_active:
        devices.log_out_everywhere(instance)
    broadcasts.access_changed(instance.pk)


@receiver(pre_delete, sender=User)
def end_what_is_open(instance: User, **kwargs: Any) -> None:
    """The rows go with the person, so the calls' ids are handed on to be hung up after that."""
    calls = instance.sessions.open().exclude(call_id=None)
    call_ids = list(calls.values_list("call_id", flat=True))
    devices.log_out_everywhere(instance)
    if call_ids:
        told = lambda: current_app.send_task("chat.tasks.hang_up_calls", [call_ids])  # noqa: E731
        transaction.on_commit(told, robust=True)


@receiver(post_delete, sender=Recording)
def delete_the_sound(instance: Recording, **kwargs: Any) -> None:
    recordings.forget_file(instance)


@receiver(post_delete, sender=User)
def close_what_is_left(instance: User, **kwargs: Any) -> None:
    broadcasts.access_changed(instance.pk)


@receiver(m2m_changed, sender=User.groups.through)
def tell_calls_of_new_permissions(instance: User | Group, action: str, **kwargs: Any) -> None:
    """Who enters or leaves a group may use other tools."""
    if action.startswith("post_"):
        is_user = isinstance(instance, User)
        tool_changes.tell_calls(User.objects.filter(pk=instance.pk) if is_user else None)

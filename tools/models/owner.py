"""Whose it is: what counts against a limit is counted one request at a time for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def lock(user: AbstractBaseUser) -> None:
    """Until the transaction ends. Rows that only refer to the person wait for nobody."""
    get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)

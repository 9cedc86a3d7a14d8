"""A person who may log in; the e-mail address is the name."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager, Permission
from django.db import models
from django.db.models import Q

DEMO_EMAILS = ("alice@example.com", "bob@example.com", "admin@example.com")
DEMO_PASSWORD = "parley-demo"  # noqa: S105 - public on purpose, and refused while DEBUG is off


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def who_may(self, permission: str) -> models.QuerySet[User]:
        """Active users with this permission ("app.codename"), by name, by a group or as superuser."""
        app, codename = permission.split(".")
        named = {"content_type__app_label": app, "codename": codename}
        allowed = Permission.objects.filter(**named)
        holders = Q(user_permissions__in=allowed) | Q(groups__permissions__in=allowed)
        return self.filter(holders | Q(is_superuser=True), is_active=True).distinct()

    def demo_accounts(self) -> models.QuerySet[User]:
        return self.filter(email__in=DEMO_EMAILS)


class User(AbstractUser):
    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()  # type: ignore[assignment,misc]

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.email.split("@")[0].replace(".", " ").title()

    @property
    def initial(self) -> str:
        return self.display_name[:1].upper()

    @property
    def opaque_id(self) -> str:
        """A stable id that says nothing of the person: for the provider and the browser's storage."""
        key = settings.SECRET_KEY.encode()
        return hmac.new(key, f"person:{self.pk}".encode(), hashlib.sha256).hexdigest()[:32]

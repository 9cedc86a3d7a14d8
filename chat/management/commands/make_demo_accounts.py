"""Accounts for a first look at a local installation; `make run` calls this at each start."""

import ipaddress
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from chat.models import User

PASSWORD = "parley-demo"  # noqa: S105 - public on purpose: only on loopback, only while DEBUG is on
PEOPLE = ("alice@example.com", "bob@example.com")
ADMINISTRATOR = "admin@example.com"


class Command(BaseCommand):
    help = "Make alice, bob and admin at example.com, where that is safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listening-on", required=True, help="the address that web listens on")

    def handle(self, *args: Any, listening_on: str, **options: Any) -> None:
        if not settings.DEBUG:
            return self.stdout.write("No demo accounts: DEBUG is off.")
        if not ipaddress.ip_address(listening_on).is_loopback:
            return self.stdout.write("No demo accounts: this is not a loopback address.")
        for email in PEOPLE:
            _make(email)
        _make(ADMINISTRATOR, is_staff=True, is_superuser=True)
        names = ", ".join([*PEOPLE, ADMINISTRATOR])
        return self.stdout.write(f"Demo accounts: {names}\nPassword:      {PASSWORD}")


def _make(email: str, **rights: bool) -> None:
    """Leave an account that is there alone: a new password would end its sessions."""
    if not User.objects.filter(email=email).exists():
        User.objects.create_user(email, PASSWORD, **rights)

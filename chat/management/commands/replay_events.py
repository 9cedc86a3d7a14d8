"""Does an event log again in a fresh conversation, and says whether the rows are the same."""

import sys
from argparse import ArgumentParser, FileType
from collections.abc import Iterable
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from chat.models import User
from chat.realtime.rerun import Rerun
from chat.services.event_log import FORMAT


class Command(BaseCommand):
    help = "Replay an event log (docs/export.md) into a fresh conversation; ends with 1 when rows differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("log", type=FileType("r", encoding="utf-8"), help="a file, or -")
        parser.add_argument("--owner", required=True, help="the e-mail of whose it will be")

    def handle(self, *args: Any, log: Iterable[str], owner: str, **options: Any) -> None:
        person = User.objects.filter(email=owner).first()
        if person is None:
            raise CommandError(f"Nobody has the e-mail {owner}.")
        with transaction.atomic():  # a file that is no log leaves nothing
            again = Rerun(person)
            for number, text in enumerate(log, start=1):
                _take(again, number, text)
            differing = again.finish()
        rows = again.conversation.messages.count()
        self.stdout.write(f"{again.events} events, {rows} rows: {again.conversation.pk}")
        if differing:
            named = ", ".join(map(str, differing[:20]))
            self.stderr.write(f"{len(differing)} rows are not as they were: {named}")
            sys.exit(1)
        self.stdout.write("The rows are as they were.")


def _take(again: Rerun, number: int, text: str) -> None:
    try:
        line = msgspec.json.decode(text)
        if (number == 1) != (line["type"] == "event_log") or line.get("format", FORMAT) != FORMAT:
            raise CommandError(f"Line {number}: this is no event log of a format that is known.")
        again.take(line)
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
        raise CommandError(f"Line {number}: {error!r}") from error

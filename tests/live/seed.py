"""`python -m tests.live.seed`: rows that would take a person hours to say, into a Parley that runs.

On stdin: {"email", "name", "conversations": [{"title", "messages": [{field: value, "call": {…}}]}]};
on stdout: the ids of the conversations, in order.
"""

import json
import os
import subprocess
import sys
from typing import Any

from tests.live.parley import Parley
from tests.rules.files import ROOT


def seeded(parley: Parley, email: str, *conversations: dict[str, Any], name: str = "") -> list[str]:
    """The ids of conversations that this person has from now on."""
    return _seeded(parley, {"email": email, "name": name, "conversations": conversations})


def kept(parley: Parley, email: str, texts: list[str]) -> None:
    """Items and files of this person that say these texts, in every place that they have."""
    _seeded(parley, {"email": email, "name": "", "conversations": [], "texts": texts})


def _seeded(parley: Parley, wish: dict[str, Any]) -> list[str]:
    own = {"DEBUG": "true", "DATA_DIR": str(parley.data_dir)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.live.seed"],
        cwd=ROOT,
        env={**parley.environment, **own, "DJANGO_SETTINGS_MODULE": "config.settings"},
        input=json.dumps(wish),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    ids: list[str] = json.loads(done.stdout)
    return ids


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    from chat.models import User

    wish = json.load(sys.stdin)
    user = User.objects.get(email=wish["email"])
    if wish["name"]:
        user.first_name = wish["name"]
        user.save()
    with transaction.atomic():
        _own_things(user, wish.get("texts", []))
    json.dump([_conversation(user, one) for one in wish["conversations"]], sys.stdout)


def _own_things(user: Any, texts: list[str]) -> None:
    """As rows: worse than what the ways in let through."""
    from tools.models import Item, StoredFile
    from tools.models.item import MAX_TITLE
    from tools.models.stored_file import MAX_NAME

    for number, written in enumerate(texts):
        text = written.replace("\x00", "")
        fields = {
            "title": text[:MAX_TITLE],
            "text": text,
            "tags": [text],
            "before": {"title": text},
        }
        Item.objects.create(user=user, kind=Item.Kind.values[number % 3], **fields)
        name = {"name": text[:MAX_NAME], "key": f"{number}", "size": len(text)}
        StoredFile.objects.create(user=user, content=text, **name)


def _conversation(user: Any, wish: dict[str, Any]) -> str:
    from django.utils import timezone

    from chat.models import Conversation, RealtimeSession

    rows = wish["messages"]
    made = Conversation.objects.create(
        owner=user,
        title=wish["title"],
        last_sequence=len(rows),
        revision=len(rows),
        last_message_at=timezone.now(),
    )
    session = RealtimeSession.objects.create(
        conversation=made,
        user=user,
        client_id=made.pk,
        device=made.pk,
        ended_at=timezone.now(),
        state="ended",
        end_reason="ended",
    )
    _messages(made, session, rows)
    return str(made.pk)


def _messages(conversation: Any, session: Any, rows: list[dict[str, Any]]) -> None:
    from chat.models import Message, ToolCall

    calls = [row.pop("call", None) for row in rows]
    numbered = [
        Message(conversation=conversation, sequence=n, revision=n, captured_by="server", **row)
        for n, row in enumerate(rows, 1)
    ]
    Message.objects.bulk_create(numbered)
    ToolCall.objects.bulk_create(
        ToolCall(session=session, message=message, call_id=message.pk.hex, **call)
        for message, call in zip(numbered, calls, strict=True)
        if call
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()

"""`manage.py replay_events`: a log becomes a conversation again, and says whether it is the same."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chat.models import Conversation, User
from chat.services import event_log
from tests.chat import recordings
from tests.chat.ear import Ear, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(conversation: Conversation, ear: Ear, tmp_path: Path) -> Path:
    ear.hears(*recordings.handled("interrupted-turn"))
    kept = tmp_path / "kept.events.jsonl"
    kept.write_text("".join(event_log.jsonl(conversation)), encoding="utf-8")
    return kept


def replayed(log: Path, owner: str = "bob@example.com") -> str:
    out = StringIO()
    call_command("replay_events", str(log), owner=owner, stdout=out, stderr=out)
    return out.getvalue()


def test_the_rows_are_there_again(conversation: Conversation, bob: User, log: Path) -> None:
    before = told(conversation)
    conversation.delete()
    assert "The rows are as they were." in replayed(log)
    assert told(Conversation.objects.get(owner=bob)) == before


def test_rows_that_differ_are_named_and_it_ends_with_1(bob: User, log: Path, ear: Ear) -> None:
    lines = log.read_text(encoding="utf-8").splitlines()
    log.write_text("\n".join(lines[:-4]), encoding="utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("replay_events", str(log), owner=bob.email, stdout=out, stderr=out)
    assert ended.value.code == 1
    assert "not as they were: 4" in out.getvalue()


@pytest.mark.parametrize(
    "text", ["{}", "no JSON", '{"type": "call"}', '{"type": "event_log", "format": 2}', "[]"]
)
def test_what_is_no_log_is_refused_and_leaves_nothing(bob: User, tmp_path: Path, text: str) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="Line 1"):
        replayed(wrong)
    assert not Conversation.objects.exists()


def test_nobody_s_log_is_not_replayed(log: Path) -> None:
    with pytest.raises(CommandError, match="Nobody has"):
        replayed(log, "nobody@example.com")

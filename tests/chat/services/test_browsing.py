"""Pages of the list: searched, in order, none twice and none left out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.errors import InputRefused
from chat.models import Conversation, RealtimeSession, User
from chat.services import browsing, conversations
from chat.services.browsing import Search

pytestmark = pytest.mark.django_db


def titled(owner: User, *titles: str) -> None:
    """Each newer than the one before it."""
    for number, title in enumerate(titles):
        moment = timezone.now() + timedelta(seconds=number)
        Conversation.objects.create(owner=owner, title=title, last_message_at=moment)


def titles(user: User, search: Search | None = None) -> list[str]:
    return [row.title for row in browsing.page(user, search or Search()).rows]


@pytest.mark.parametrize("text", ["creme", "CRÈME", "brulee cre", "  Crème\tBRÛLÉE "])
def test_a_title_is_found_without_accents_case_or_order(alice: User, text: str) -> None:
    titled(alice, "Crème brûlée", "Cream of tartar")
    assert titles(alice, Search(text=text)) == ["Crème brûlée"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "100%", "a_b"])
def test_signs_of_the_database_s_patterns_are_text(alice: User, text: str) -> None:
    titled(alice, "Nothing of the kind")
    assert titles(alice, Search(text=text)) == []
    titled(alice, f"It has {text} in it")
    assert titles(alice, Search(text=text)) == [f"It has {text} in it"]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 5_000, " " * 300])
def test_hostile_words_find_nothing_and_break_nothing(alice: User, text: str) -> None:
    titled(alice, "Quiet")
    assert titles(alice, Search(text=text)) in ([], ["Quiet"])


def test_one_finds_one_s_own_only(alice: User, foreign: Conversation) -> None:
    titled(alice, "Mine")
    assert titles(alice) == ["Mine"]
    assert titles(alice, Search(text="private")) == []


def test_the_archive_is_a_list_of_its_own(alice: User) -> None:
    titled(alice, "Kept", "Put away")
    conversations.archive(alice, Conversation.objects.get(title="Put away").pk)
    assert (titles(alice), titles(alice, Search(archived=True))) == (["Kept"], ["Put away"])
    assert browsing.page(alice, Search()).counts == (1, 1)


def test_pages_follow_each_other_without_gap_or_double(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "PAGE", 3)
    titled(alice, *map(str, range(8)))
    seen, search = [], Search(rows=3)
    while search:
        page = browsing.page(alice, search)
        seen += [row.title for row in page.rows]
        search = page.following  # type: ignore[assignment]  # None ends the loop
    assert seen == list("76543210")


def test_rows_of_one_moment_are_told_apart(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "PAGE", 2)
    moment = timezone.now()
    for title in "abcde":
        Conversation.objects.create(owner=alice, title=title, last_message_at=moment)
    first = browsing.page(alice, Search(rows=2))
    assert first.following
    second = browsing.page(alice, first.following)
    assert [row.title for row in (*first.rows, *second.rows)] == list("edcb")


def test_a_conversation_that_moves_up_is_not_shown_again(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "PAGE", 2)
    titled(alice, *"abcd")
    following = browsing.page(alice, Search(rows=2)).following
    Conversation.objects.filter(title="a").update(
        last_message_at=timezone.now() + timedelta(days=1)
    )
    assert titles(alice, following) == ["b"]


@pytest.mark.parametrize(
    "place", ["x", "1", "9" * 17 + "-" + "0" * 32, "1-" + "g" * 32, "\u0661-" + "0" * 32]
)
def test_a_place_that_no_page_ends_with_is_refused(alice: User, place: str) -> None:
    with pytest.raises(InputRefused):
        browsing.page(alice, Search(after=place))


def test_a_row_says_on_which_device_its_call_is(alice: User, session: RealtimeSession) -> None:
    found = browsing.row(alice, session.conversation_id)
    assert getattr(found, "live_on") == session.device  # noqa: B009 - an annotation


def test_at_a_thousand_a_page_takes_two_queries(
    alice: User, django_assert_num_queries: object
) -> None:
    rows = [
        Conversation(owner=alice, title=f"Number {n}", title_folded="number") for n in range(1_000)
    ]
    Conversation.objects.bulk_create(rows)
    with django_assert_num_queries(2):  # type: ignore[operator]
        page = browsing.page(alice, Search(text="number"))
        assert (len(page.rows), page.counts.listed) == (50, 1_000)

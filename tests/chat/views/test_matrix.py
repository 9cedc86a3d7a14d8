"""Every address, by everybody, with every id: a new one without an entry here fails."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from chat.models import (
    AccessRecord,
    Assistant,
    Conversation,
    Export,
    Message,
    Preference,
    RealtimeSession,
    ToolGrant,
    User,
)
from tests.chat.views.addresses import MATRIX, MCP, POSTS
from tools.models import Fact, Item, StoredFile, ToolDecision, ToolPolicy, ToolToggle

pytestmark = pytest.mark.django_db

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
KEYS: dict[str, dict[str, Any]] = {"account_confirm_email": {"key": "x"}}
KEYS["export_deletion"] = {"export_id": uuid4()}
KEYS["shown"] = {"what": "annotations"}
KEYS["tool_toggle"] = KEYS["tool_permission"] = {"tool": "get_current_time"}
KEYS |= {name: {"server_id": 1} for name in MCP}
KEYS["voice_preview"] = {"voice": "none"}
KEYS["account_reset_password_from_key"] = {"uidb36": "1", "key": "set-password"}
PRIVATE = [name for name, who in MATRIX.items() if who != "public"]
WITH_IDS = [name for name, who in MATRIX.items() if who in {"owner", "reviewer"}]
# Not an administrator on the reviewer's page: that one may (tests/chat/views/test_review.py).
STRANGERS = [(role, name) for role in ("alice", "staff", "admin") for name in WITH_IDS]
STRANGERS.remove(("admin", "review"))
STRANGERS.remove(("admin", "review_event_log"))


@pytest.fixture(autouse=True)
def assistants(alice: User, bob: User) -> None:
    """One of each person."""
    for owner in (alice, bob):
        Assistant.objects.create(owner=owner, name="Private to Bob")
        Fact.objects.create(user=owner, text="Private to Bob")
        made_for(owner)
        UserSession.objects.create(user=owner, session_key=f"of {owner.email}", ip="127.0.0.1")


BODY: dict[str, Any] = {
    "client_id": str(uuid4()),
    "device": str(uuid4()),
    "content": "Hello",
    "sdp": "v=0\r\n",
}
BODY |= {"mode": "live", "usage": {}, "language": "", "decision": "once", "arguments": "0" * 64}
BODY_OF_TURNS = {"push_to_talk": True}


def made_for(owner: User) -> None:
    """An item, a file, an archive, and a tool that runs unasked in a conversation of its own."""
    Item.objects.create(user=owner, kind=Item.Kind.NOTE, title="Private to Bob")
    StoredFile.objects.create(user=owner, name="Private to Bob", key="private to bob", size=0)
    until = timezone.now() + timedelta(hours=1)
    Export.objects.create(owner=owner, conversations=1, size=1, expires_at=until)
    there = Conversation.objects.create(owner=owner, title="Private to Bob")
    ToolGrant.objects.create(conversation=there, tool="get_current_time", granted_by=owner)


# What is a person's own beside conversations, by how an address's name begins: its id, and a missing one.
OWN: dict[str, tuple[str, Callable[[User], Any], Any]] = {
    "assistant": ("assistant_id", lambda user: Assistant.objects.get(owner=user), uuid4()),
    "device_": ("device_id", lambda user: UserSession.objects.filter(user=user).earliest("pk"), 0),
    "download": ("export_id", lambda user: Export.objects.get(owner=user), uuid4()),
    "grant_revocation": ("grant_id", lambda user: ToolGrant.objects.get(granted_by=user), 0),
    "fact_deletion": ("fact_id", lambda user: Fact.objects.get(user=user), 0),
    "item": ("item_id", lambda user: Item.objects.get(user=user), 0),
    "file": ("file_id", lambda user: StoredFile.objects.get(user=user), 0),
}


def address(name: str, session: RealtimeSession | None = None) -> str:
    """With the ids of this session and its conversation; without one, ids that do not exist."""
    if name not in WITH_IDS:
        return reverse(name, kwargs=KEYS.get(name))
    return reverse(name, kwargs=_ids(name, session))


def _ids(name: str, session: RealtimeSession | None) -> dict[str, Any]:
    for beginning, (argument, whose, none) in OWN.items():
        if name.startswith(beginning):
            return {argument: whose(session.user).pk if session else none}
    if name == "dictation_reports":
        return {"session_id": session.pk if session else uuid4()}
    ids: dict[str, Any] = {"conversation_id": session.conversation_id if session else uuid4()}
    if name.startswith("session_") or name == "review_event_log":
        ids["session_id"] = session.pk if session else uuid4()
    more: dict[str, dict[str, Any]] = {"earlier_messages": {"than": 1}, "export": {"kind": "txt"}}
    more["speech"] = more["recording"] = {"message_id": uuid4()}
    more["recording_message"] = {"recording_id": uuid4()}
    calls = ("tool_run", "tool_approval", "tool_cancellation")
    more |= {noun: {"call_id": uuid4()} for noun in calls}
    return ids | more.get(name, {})


def ask(who: User | None, method: str, path: str) -> HttpResponse:
    client = Client()
    if who:
        client.force_login(who)
    body = json.dumps(BODY | BODY_OF_TURNS)
    answer: Any = client.generic(method, path, body, content_type="application/json")
    return answer  # type: ignore[no-any-return]


def said(answer: HttpResponse) -> tuple[int, str]:
    """Status and body, without the CSRF token, which differs in each answer."""
    return answer.status_code, re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def everything() -> list[Any]:
    kinds: list[Any] = [Conversation, Message, RealtimeSession, AccessRecord, Assistant, Preference]
    kinds += [ToolPolicy, ToolToggle, ToolDecision, Fact, ToolGrant, Export, Item, StoredFile]
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


def test_every_address_has_an_entry() -> None:
    assert set(_names(get_resolver())) == MATRIX.keys()


def test_the_admin_is_the_only_namespace() -> None:
    found = {one.namespace for one in get_resolver().url_patterns if isinstance(one, URLResolver)}
    assert found - {None} == {"admin"}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", PRIVATE)
def test_a_stranger_is_shown_nothing_and_changes_nothing(
    foreign_session: RealtimeSession, name: str, method: str
) -> None:
    before = everything()
    answer = ask(None, method, address(name, foreign_session))
    assert answer.status_code in {302, 401, 405}
    assert answer.headers.get("Location", "/accounts/login/").startswith("/accounts/login/")
    assert "Private to Bob" not in answer.content.decode()
    assert everything() == before


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("role", "name"), STRANGERS)
def test_another_s_and_a_missing_one_are_the_same(
    request: pytest.FixtureRequest,
    foreign_session: RealtimeSession,
    role: str,
    name: str,
    method: str,
) -> None:
    who: User = request.getfixturevalue(role)
    before = everything()
    answers = [ask(who, method, address(name, one)) for one in (foreign_session, None)]
    assert said(answers[0]) == said(answers[1])
    assert answers[0].status_code in {404, 405}
    assert everything() == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_reading_changes_no_row(session: RealtimeSession, name: str, method: str) -> None:
    before = everything()
    ask(session.user, method, address(name, session))
    assert everything() == before


@pytest.mark.parametrize("name", POSTS)
def test_a_post_without_the_token_is_refused(session: RealtimeSession, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(session.user)
    before = everything()
    answer: Any = client.post(
        address(name, session), json.dumps(BODY), content_type="application/json"
    )
    assert answer.status_code == 403
    assert everything() == before


@pytest.mark.parametrize("name", POSTS)
def test_a_post_from_another_site_is_refused(session: RealtimeSession, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(session.user)
    client.get("/accounts/email/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else "x" * 32
    headers = {"X-CSRFToken": token, "Origin": "https://evil.example"}
    answer = client.post(address(name, session), BODY, "application/json", headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("name", sorted(MATRIX.keys() - {"sandbox"}))  # its own are stricter
def test_every_answer_carries_the_headers_of_a_private_page(
    session: RealtimeSession, name: str
) -> None:
    headers = ask(session.user, "GET", address(name, session)).headers
    assert "no-store" in headers["Cache-Control"]
    policy = headers["Content-Security-Policy"]
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )
    assert "unsafe" not in policy
    assert headers["Permissions-Policy"].startswith("microphone=(self)")
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/admin/", "/admin/chat/user/", "/admin/tools/toolpolicy/"])
def test_the_admin_is_for_staff(alice: User, path: str) -> None:
    for who in (None, alice):
        answer = ask(who, "GET", path)
        assert answer.status_code in {302, 403}


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/conversations/1/", "/ws/", "/.env", "/static/../x"]
)
def test_a_wrong_address_tells_nothing(alice: User, path: str) -> None:
    answer = ask(alice, "GET", path)
    assert answer.status_code == 404


@pytest.fixture
def staff(db: None) -> User:
    return User.objects.create_user("staff@example.com", is_staff=True)


def _names(resolver: URLResolver) -> Iterator[str | None]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one.name
        elif one.namespace is None:
            yield from _names(one)

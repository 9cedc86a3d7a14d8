"""Rows as HTML: nothing that was said, called or named becomes markup of ours."""

import json
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from chat import markup
from chat.models import Conversation, Message, User
from chat.realtime import rendering
from chat.services import browsing, messages, sessions, tool_calls
from chat.services.browsing import Search
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, rows

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></p><img src=x onerror=alert(1)></mtext></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>a</a>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x)",
    "<javascript:alert(1)>",
    "![a](https://evil.example/beacon.png)",
    '![a](x "onerror=alert(1)")',
    "[![a](https://evil.example/b.png)](https://evil.example)",
    '[a](https://a.example "\\"onmouseover=alert(1)")',
    "[a]: javascript:alert(1)\n\n[a]",
    "```<img src=x onerror=alert(1)>\ncode\n```",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "<div hx-get=/accounts/logout/ hx-trigger=load>",
    "<form action=/accounts/logout/ method=post><button>",
    "<style>@import 'https://evil.example'</style>",
    "<link rel=stylesheet href=https://evil.example>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<object data=javascript:alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "{% load static %}{{ request.user }}{{ settings.SECRET_KEY }}",
    "</article></p></div><h1 id=x>",
    "| <b>a</b> |\n|---|\n| <img src=x onerror=alert(1)> |",
]
ALLOWED = markup.TAGS | {"article", "footer", "details", "summary", "svg", "use", "i", "time"}
ALLOWED |= {"dl", "dt", "dd", "progress"}
ATTRIBUTES = {"id", "class", "href", "title", "rel", "role", "tabindex", "datetime"}
ATTRIBUTES |= {"target", "type", "start", "max", "value", "hidden"}


class Seen(HTMLParser):
    """Every tag, attribute and address in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in {"href", "src"}}


def assert_harmless(html: str) -> None:
    seen = Seen(html)
    plain = {name for name in seen.attributes if not name.startswith(("data-", "aria-"))}
    assert seen.tags <= ALLOWED
    assert plain <= ATTRIBUTES
    assert all(one.startswith(("https://", "/static/", "mailto:")) for one in seen.addresses)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_answer_is_rendered_without_anything_that_runs(payload: str) -> None:
    assert_harmless(markup.render(payload))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("status", ["live", "final", "interrupted", "failed"])
def test_what_was_said_is_escaped_in_every_state(
    conversation: Conversation, ear: Ear, payload: str, status: str
) -> None:
    ear.hears(*said.spoken_question("u"), said.heard("u", payload), said.added(said.answer("a")))
    ear.hears(said.spoken("a", payload))
    Message.objects.update(status=status, heard=payload[:9], heard_ms=400)
    for row in rows(conversation):
        assert_harmless(rendering.drawn(row)["html"])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_tool_s_arguments_and_result_are_escaped(
    conversation: Conversation, ear: Ear, payload: str
) -> None:
    arguments = json.dumps({"timezone": payload[:80], payload: 1})
    heard = ear.hears(*said.called("item_c", json.dumps({"timezone": payload[:80]})))
    heard.tool_calls += ear.hears(
        said.done(said.call("item_d", arguments, call_id="call_2", name=payload[:128]))
    ).tool_calls
    for call in heard.tool_calls:
        tool_calls.run(call)
    for row in rows(conversation):
        assert_harmless(rendering.drawn(row)["html"])
        assert_harmless(render_to_string("review/_line.html", {"message": row}).replace("<s>", ""))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_title_is_escaped(alice: User, conversation: Conversation, payload: str) -> None:
    messages.post(alice, conversation.pk, uuid4(), payload)
    html = render_to_string("conversations/_rows.html", {"page": browsing.page(alice, Search())})
    assert str(conversation.pk) in html
    shown = {"div", "ul", "li", "a", "span", "time", "button", "svg", "use"}
    assert Seen(html).tags <= shown


@pytest.mark.parametrize(
    "arguments",
    [
        '{"items": "abc"}',
        '{"items": [1]}',
        '{"items": {"a": 1}}',
        '{"keys": 1, "values": 2, "get": 3}',
        '{"": ""}',
        "[]",
        "null",
        "{",
        "[" * 5_000,
        '{"a": ' * 3_000,
        '{"timezone": "\\u0000"}',
        '{"n": ' + "9" * 5_000 + "}",
    ],
)
def test_any_arguments_of_a_call_can_be_drawn_and_run(
    conversation: Conversation, ear: Ear, arguments: str
) -> None:
    (call,) = ear.hears(*said.called("item_c", arguments)).tool_calls
    before = rendering.drawn(rows(conversation)[0])["html"]
    tool_calls.run(call)
    after = rendering.drawn(rows(conversation)[0])
    assert ("Waiting to run" in before, after["status"]) == (True, "failed")
    assert_harmless(after["html"])


def test_words_of_a_call_that_broke_off_are_shown(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.hears(said.added(said.answer("item_a")), said.spoken("item_a", "Half an answer"))
    sessions.end(alice, ear.session.pk, "lost")
    (row,) = rows(conversation)
    assert row.status == "interrupted"
    assert "Half an answer" in rendering.drawn(row)["html"]
    assert "Half an answer" in render_to_string("review/_line.html", {"message": row})


def test_changes_are_pages_of_drawn_rows(
    alice: User, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "PAGE", 2)
    for content in ("one", "two", "three"):
        messages.post(alice, conversation.pk, uuid4(), content)
    first = rendering.changes(alice, conversation.pk, 0)
    second = rendering.changes(alice, conversation.pk, first["revision"])
    assert (first["more"], second["more"], second["revision"]) == (True, False, 3)
    assert [row["sequence"] for row in first["messages"] + second["messages"]] == [1, 2, 3]


def test_a_drawn_row_carries_what_its_place_needs(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.whole_answer("item_a", "Yes.", "item_u"))
    sessions.start(ear.session.user, conversation.pk, wish())
    for row in rows(conversation):
        html = rendering.drawn(row)["html"]
        assert f'id="message-{row.pk}"' in html
        assert f'data-sequence="{row.sequence}"' in html
        assert f'data-item="{row.item_id}"' in html

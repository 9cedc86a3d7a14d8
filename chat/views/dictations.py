"""Start a dictation, hear what it costs, keep its language."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from msgspec import Meta

from chat.models import User
from chat.realtime import dictating
from chat.services import dictation_options, dictations, logins, user_agents
from chat.views.json_view import body_of, done, json_view

Count = Annotated[float, Meta(ge=0, le=10_000_000)]


class StartBody(msgspec.Struct, frozen=True):
    client_id: UUID
    device: UUID


class Usage(msgspec.Struct, frozen=True, omit_defaults=True):
    seconds: Count = 0
    input_tokens: Count = 0
    output_tokens: Count = 0
    total_tokens: Count = 0


class ReportBody(msgspec.Struct, frozen=True):
    usage: Usage
    ended: Literal["", "ended", "left", "failed", "lost", "idle"] = ""


class LanguageBody(msgspec.Struct, frozen=True):
    language: Annotated[str, Meta(max_length=8)]


@json_view
async def start(request: HttpRequest, user: User, conversation_id: UUID) -> HttpResponse:
    body = body_of(request, StartBody)
    login = logins.login_of(request.session.session_key)
    device = user_agents.in_brief(request.headers.get("User-Agent", ""))
    wish = dictations.Wish(body.client_id, body.device, login, device)
    session, is_new = await done(dictations.start, user, conversation_id, wish)
    content = await dictating.open_dictation(user, session, is_new=is_new)
    return JsonResponse(content, status=201 if is_new else 200)


@json_view
async def report(request: HttpRequest, user: User, session_id: UUID) -> HttpResponse:
    body = body_of(request, ReportBody)
    usage = msgspec.to_builtins(body.usage)
    goes_on = await done(dictations.report, user, session_id, usage, body.ended)
    return JsonResponse({"goes_on": goes_on})


@json_view
async def language(request: HttpRequest, user: User) -> HttpResponse:
    body = body_of(request, LanguageBody)
    await done(dictation_options.speak, user, body.language)
    return HttpResponse(status=204)

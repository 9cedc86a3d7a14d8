"""Start a call, post its offer, end it."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from msgspec import Meta

from chat.models import User
from chat.realtime import broker, goodbye
from chat.services import limits, logins, sessions, user_agents
from chat.views.json_view import body_of, done, json_view


class StartBody(msgspec.Struct, frozen=True):
    client_id: UUID
    device: UUID
    microphone: bool = True
    take_over: bool = False
    moves: UUID | None = None
    cut_off: bool = False
    transport: Literal["webrtc", "socket"] = "webrtc"


class OfferBody(msgspec.Struct, frozen=True):
    sdp: Annotated[str, Meta(min_length=4, pattern=r"^v=0\r?\n")]


class EndBody(msgspec.Struct, frozen=True):
    reason: Literal["ended", "left", "failed", "idle", "limit"] = "ended"


@json_view
async def start(request: HttpRequest, user: User, conversation_id: UUID) -> HttpResponse:
    body = body_of(request, StartBody)
    login = logins.login_of(request.session.session_key)
    device = user_agents.in_brief(request.headers.get("User-Agent", ""))
    wish = sessions.Wish(login=login, device_name=device, **msgspec.structs.asdict(body))
    session, is_new = await done(sessions.start, user, conversation_id, wish)
    await goodbye.heard(session)
    left = await done(limits.left_of, session)
    content = await broker.open_session(user, session, is_new=is_new, was_cut_off=body.cut_off)
    return JsonResponse({**content, "limits": left}, status=201 if is_new else 200)


@json_view
async def offer(
    request: HttpRequest, user: User, conversation_id: UUID, session_id: UUID
) -> HttpResponse:
    body = body_of(request, OfferBody)
    answer = await broker.post_offer(user, conversation_id, session_id, body.sdp)
    return JsonResponse({"sdp": answer}, status=201)


@json_view
async def end(
    request: HttpRequest, user: User, conversation_id: UUID, session_id: UUID
) -> HttpResponse:
    body = body_of(request, EndBody)
    session = await done(sessions.find_in, user, conversation_id, session_id)
    await done(sessions.end, user, session.pk, body.reason)
    return HttpResponse(status=204)

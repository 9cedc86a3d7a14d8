"""What each frame of a browser does: one function a frame (docs/tab-socket.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from chat import broadcasts
from chat.consumers.page_runs import ran
from chat.errors import Refusal
from chat.realtime import calls, frames, hearing, relaying, rendering, tool_runs
from chat.services import endings, goodbyes, holding, messages, sidebands
from chat.stored import stored

if TYPE_CHECKING:
    from chat.consumers.tab import TabConsumer


async def watch(tab: TabConsumer, frame: frames.Watch) -> None:
    tab.watched, tab.revision = frame.conversation, frame.after_revision
    if tab.watched:
        await tab.draw(answer=True)
        await tab.say_where()
    await tab.say_what_waits()


async def hold(tab: TabConsumer, frame: frames.Hold) -> None:
    session = await stored(holding.hold)(tab.user, frame.session)
    tab.held[session.pk] = session
    await tab.say("ack", session=session.pk, through=session.relayed_through)
    if not session.is_open:
        await tab.say("session", **await stored(endings.described)(session))
    await tab.say("sideband", session=session.pk, state=sidebands.state_of(session))
    await tab.deliver(session)
    await tab.hand(session)


async def relay(tab: TabConsumer, frame: frames.Relay) -> None:
    batch = [(numbered.n, numbered.event) for numbered in frame.events]
    seen = rendering.Seen(tab.watched, tab.revision)
    report = hearing.Report(tab.user, frame.session, batch)
    heard, drawn = await relaying.relay(report, seen)
    await tab.say("ack", session=frame.session, through=heard.through)
    if drawn:
        await tab.show(drawn)
    for number, refusal in heard.refused:
        await tab.send(frames.refusal(refusal, frame.session, number))
    if heard.gap:
        await tab.say("resend", session=frame.session, after=heard.through)
    for call_id in heard.tool_calls:
        tool_runs.begin(call_id)


async def partial(tab: TabConsumer, frame: frames.Partial) -> None:
    session = tab.held.get(frame.session)
    if session is None:
        raise Refusal("not_held", "Say `hold` before `partial`.")
    content = {"item_id": frame.item_id, "role": frame.role, "content": frame.content}
    content["conversation"] = str(session.conversation_id)
    await broadcasts.partial_text(tab.user.pk, tab.channel_name, content)
    if tab.checkpoints.due(frame.item_id):
        await stored(messages.checkpoint)(session, frame.item_id, frame.content)


async def call(tab: TabConsumer, frame: frames.Call) -> None:
    await calls.claim(tab.user, frame.session, frame.call_id)


async def respond(tab: TabConsumer, frame: frames.Respond) -> None:
    await calls.respond(tab.user, frame.session, frame.item_id, quietly=frame.quietly)


async def beat(tab: TabConsumer, frame: frames.Beat) -> None:
    if frame.session in tab.held:
        await stored(holding.seen)(frame.session)
    await tab.say("beat")


async def goodbye(tab: TabConsumer, frame: frames.Goodbye) -> None:
    await stored(goodbyes.say)(tab.user, frame.session)


async def stay(tab: TabConsumer, frame: frames.Stay) -> None:
    if frame.session in tab.held:
        await stored(holding.stay)(frame.session)


# Browser input goes through this table, never through a name that it sends.
ANSWERS: dict[type[frames.Frame], Callable[[TabConsumer, Any], Awaitable[None]]] = {
    frames.Watch: watch,
    frames.Hold: hold,
    frames.Relay: relay,
    frames.Partial: partial,
    frames.Call: call,
    frames.Respond: respond,
    frames.Ran: ran,
    frames.Goodbye: goodbye,
    frames.Stay: stay,
    frames.Beat: beat,
}

"""What the page of a tab runs for the assistant: told to it while it holds the call, and its answer."""

from __future__ import annotations

from uuid import UUID

from chat.consumers.hints import Hints
from chat.consumers.logged_in import Hint
from chat.errors import Refusal
from chat.models import RealtimeSession
from chat.realtime import frames, tool_runs
from chat.services import browser_tools
from chat.stored import stored
from tools.base import ToolResult


class PageRuns(Hints):
    async def tool_due(self, hint: Hint) -> None:
        session = self.held.get(UUID(hint["session"]))
        if session:
            await self.hand(session)

    async def hand(self, session: RealtimeSession) -> None:
        """What waits for the page, now that it is this tab's to do."""
        for run in await stored(browser_tools.hand)(session):
            tool_runs.expect(run["call"])
            await self.say("run", session=session.pk, **run)


async def ran(tab: PageRuns, frame: frames.Ran) -> None:
    if frame.session not in tab.held:
        raise Refusal("not_held", "Say `hold` before `ran`.")
    error = "" if frame.success else browser_tools.FAILED
    result = ToolResult(frame.success, frame.message, frame.result, error)
    await stored(browser_tools.answer)(tab.user, frame.session, frame.call, frame.attempt, result)

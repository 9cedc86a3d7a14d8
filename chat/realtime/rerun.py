"""Does the calls of an event log again, in a fresh conversation: the same events, the same rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from chat.models import Conversation, Message, RealtimeSession, ToolCall, User
from chat.realtime import hearing
from chat.realtime.hearing import Numbered
from chat.realtime.log_names import LogNames
from chat.services import event_log, messages, sessions
from chat.services.thread import writing

Line = dict[str, Any]
OF_A_ROW = ("role", "kind", "status", "content", "heard_ms", "item_id", "captured_by")
OF_A_BATCH = ("session", "ear", "at", "open", "attached")
OF_A_CALL = ("transport", "setup", "output", "model", "voice")
LONG = timedelta(hours=1)


class Rerun:
    """Take each line in order, then `finish`. No tool runs and nobody is asked: the log has the answers."""

    def __init__(self, owner: User) -> None:
        self.conversation = Conversation.objects.create(owner=owner)
        self.events = 0
        self._owner = owner
        self._names = LogNames([])
        self._calls: dict[str, Line] = {}
        self._sessions: dict[str, UUID] = {}
        self._batch: list[Line] = []
        self._answers: list[Line] = []

    def take(self, line: Line) -> None:
        """Raises KeyError for a line that is not of a log."""
        if line["type"] == "event" and self._belongs(line):
            self._batch.append(line)
            return
        self._record()
        METHODS[line["type"]](self, line)

    def finish(self) -> list[int]:
        """The sequences of the rows that differ from those of the log."""
        self._record()
        for name, call in self._calls.items():
            if call["ended_at"]:
                self._end(name)
        rows = self.conversation.messages.in_order().select_related("tool_call")
        differing = self._names.differing([event_log.digest(row) for row in rows])
        self._end_all_but("")
        return differing

    def _head(self, line: Line) -> None:
        self._names = LogNames(line["rows"])
        self.conversation.title = line["title"]
        self.conversation.save(update_fields=["title"])

    def _call(self, line: Line) -> None:
        self._calls[line["session"]] = line

    def _event(self, line: Line) -> None:
        self._batch = [line]

    def _message(self, line: Line) -> None:
        told = {name: line.get(name) for name in OF_A_ROW} | {"heard": line.get("heard", "")}
        session = self._session(line["session"]) if line["session"] else None
        with writing(self._owner, self.conversation.pk) as thread:
            row = thread.insert(session=session, **told)
        self._names.learn(self.conversation)
        if tool := line.get("tool"):
            self._tool(tool | {"session": session, "message": row})

    def _tool(self, tool: Line) -> None:
        """Of a row that no event of this log has made."""
        told = {name: tool[name] for name in ("session", "message", "call_id", "name")}
        call = ToolCall.objects.create(arguments_json=tool["arguments_json"], **told)
        ToolCall.objects.filter(pk=call.pk).update(captured_by=tool["captured_by"])

    def _answer(self, line: Line) -> None:
        self._answers.append(line)
        self._give_answers()

    def _belongs(self, line: Line) -> bool:
        """To the batch that is being read: as one it was recorded, and as one it is again."""
        return bool(self._batch) and all(line[name] == self._batch[0][name] for name in OF_A_BATCH)

    def _record(self) -> None:
        batch, self._batch = self._batch, []
        if not batch:
            return
        session = self._standing(batch[0])
        told = [(line.get("n", 0), self._names.renamed(line["event"])) for line in batch]
        EARS[batch[0]["ear"]](session, told)
        self.events += len(batch)
        self._names.learn(self.conversation)
        self._give_answers()

    def _standing(self, line: Line) -> RealtimeSession:
        """The call as it stood when this was recorded."""
        session = self._session(line["session"])
        if line["open"] and not session.is_open:
            self._end_all_but(line["session"])
            session.reopen()
        elif session.is_open and not line["open"]:
            self._end(line["session"])
            session.refresh_from_db()
        session.attached_until = timezone.now() + LONG if line["attached"] else None
        session.save()
        return session

    def _session(self, name: str) -> RealtimeSession:
        if name not in self._sessions:
            self._end_all_but(name)
            told = {key: self._calls[name][key] for key in OF_A_CALL}
            ids = {"client_id": uuid4(), "device": uuid4()}
            made = self.conversation.sessions.create(user=self._owner, **ids, **told)
            self._sessions[name] = made.pk
        return self.conversation.sessions.select_related("user").get(pk=self._sessions[name])

    def _end_all_but(self, name: str) -> None:
        for other in self._sessions:
            if other != name:
                self._end(other)

    def _end(self, name: str) -> None:
        if name in self._sessions:
            reason = self._calls[name]["end_reason"] or RealtimeSession.EndReason.LEFT
            sessions.end(self._owner, self._sessions[name], reason)

    def _give_answers(self) -> None:
        self._answers = [line for line in self._answers if not self._answered(line)]

    def _answered(self, line: Line) -> bool:
        """False when no event has made its call yet."""
        asked = ToolCall.objects.filter(session=self._sessions.get(line["session"]))
        with writing(self._owner, self.conversation.pk) as thread:
            call = asked.select_related("message").filter(call_id=line["call_id"]).first()
            if call is None:
                return False
            call.finish(line["state"], line["output"])
            call.finished_at = parse_datetime(line["finished_at"])
            call.save()
            row = call.message
            if row.role == Message.Role.TOOL and row.status != call.row_status:
                row.status = call.row_status
                thread.change(row)
        self._names.note(line["id"], call.output_item_id)
        return True


def _by_browser(session: RealtimeSession, told: list[Numbered]) -> None:
    """Numbers that are missing were of no use, or refused."""
    given = dict(told)
    numbers = range(session.relayed_through + 1, max(given) + 1)
    batch = [(number, given.get(number, hearing.NOTHING)) for number in numbers]
    hearing.hear(session.user, session.pk, batch)


def _by_server(session: RealtimeSession, told: list[Numbered]) -> None:
    hearing.overhear(session.pk, [event for _, event in told])


def _by_checkpoint(session: RealtimeSession, told: list[Numbered]) -> None:
    for _, event in told:
        messages.checkpoint(session, event["item_id"], event["content"])


METHODS: dict[str, Callable[[Rerun, Line], None]] = {
    "event_log": Rerun._head,
    "call": Rerun._call,
    "event": Rerun._event,
    "message": Rerun._message,
    "tool": Rerun._answer,
}
EARS: dict[str, Callable[[RealtimeSession, list[Numbered]], None]] = {
    "browser": _by_browser,
    "server": _by_server,
    "checkpoint": _by_checkpoint,
}

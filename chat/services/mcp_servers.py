"""What administrators do with remote MCP servers; each act is a row in the log of decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat.errors import Refusal
from chat.models import User
from chat.services import tool_changes
from tools.models import McpServer, McpTool, ToolDecision, ToolPolicy, ToolToggle
from tools.outside import url as urls
from tools.remote import looking
from tools.remote.sealing import Access, seal

PERMISSION = "tools.change_mcpserver"
# Of all servers together: a provider takes about 128 tools a session, ours among them.
MOST_OFFERED = 96


class Wanted(NamedTuple):
    name: str
    url: str
    headers: Mapping[str, str]
    is_slow: bool = False


def may_change(user: User) -> bool:
    return user.has_perm(PERMISSION)


def refuse_strangers(user: User) -> None:
    """Raises Refusal `not_found`: to others the page is not there."""
    if not may_change(user):
        raise _missing()


def each(administrator: User) -> QuerySet[McpServer]:
    refuse_strangers(administrator)
    return McpServer.objects.prefetch_related("tools__agreed_by")


def add(administrator: User, wanted: Wanted) -> McpServer:
    """Looked at once; none of its tools is offered before somebody has agreed to it."""
    refuse_strangers(administrator)
    with transaction.atomic():
        server = McpServer.objects.create(
            name=wanted.name,
            address=_shown(wanted.url),
            access=seal(Access(wanted.url, dict(wanted.headers))),
            is_slow=wanted.is_slow,
            added_by=administrator,
        )
        _note(administrator, server.name, "added")
    looking.look([server])
    return server


def look(administrator: User, server_id: int) -> None:
    """Try the connection, and see what it has now."""
    _tell_of(looking.look([_find(administrator, server_id)]))


def look_at_all() -> None:
    """Those that are on; called again and again by the schedule."""
    _tell_of(looking.look(list(McpServer.objects.filter(is_on=True))))


def switch(administrator: User, server_id: int, *, on: bool) -> None:
    server = _find(administrator, server_id)
    with transaction.atomic():
        if McpServer.objects.filter(pk=server.pk, is_on=not on).update(is_on=on):
            _note(administrator, server.name, "on" if on else "off")
            tool_changes.tell_calls(None)


def agree(administrator: User, server_id: int, digests: Mapping[int, str]) -> None:
    """To these tools as they were shown: what has changed since is not agreed to.

    Raises Refusal: not_found, too_many_tools.
    """
    server = _find(administrator, server_id)
    with transaction.atomic():
        for tool in server.tools.select_for_update().awaiting().filter(pk__in=digests):
            if tool.digest == digests[tool.pk]:
                _agree(administrator, tool)
        if McpTool.objects.agreed().count() > MOST_OFFERED:
            raise TOO_MANY
        tool_changes.tell_calls(None)


def remove(administrator: User, server_id: int) -> None:
    """With all that was decided about its tools: another server may get the same name one day."""
    server = _find(administrator, server_id)
    with transaction.atomic():
        ToolPolicy.objects.filter(tool__startswith=server.prefix).delete()
        ToolToggle.objects.filter(tool__startswith=server.prefix).delete()
        server.delete()
        _note(administrator, server.name, "removed")
        tool_changes.tell_calls(None)


TOO_MANY = Refusal(
    "too_many_tools",
    "So many tools cannot be offered at once. Remove or turn off another server first.",
)


def _agree(administrator: User, tool: McpTool) -> None:
    tool.agreed, tool.agreed_digest = tool.seen, tool.digest
    tool.agreed_by, tool.agreed_at = administrator, timezone.now()
    tool.save(update_fields=["agreed", "agreed_digest", "agreed_by", "agreed_at"])
    _note(administrator, tool.name, "agreed")


def _find(administrator: User, server_id: int) -> McpServer:
    refuse_strangers(administrator)
    server = McpServer.objects.filter(pk=server_id).first()
    if server is None:
        raise _missing()
    return server


def _shown(url: str) -> str:
    """Without what may hold a secret: the query."""
    return str(urls.parse(url)).partition("?")[0]


def _tell_of(changed: bool) -> None:
    if changed:
        tool_changes.tell_calls(None)


def _note(administrator: User, name: str, decision: str) -> None:
    ToolDecision.objects.create(
        tool=name,
        subject=ToolDecision.Subject.EVERYONE,
        decision=decision,
        decided_by=administrator,
        decided_by_name=administrator.email,
    )


def _missing() -> Refusal:
    return Refusal("not_found", "There is no such page.", status=404)

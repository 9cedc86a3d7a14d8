"""Look at what remote servers have, and keep it: what is another than was agreed to is not offered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from tools.models.mcp_server import McpServer, McpTool
from tools.outside.errors import Unreachable
from tools.remote import calling
from tools.remote.definitions import Definition, name_of
from tools.remote.sealing import unseal

# What a server has, or why it could not be seen.
Seen = list[Definition] | Unreachable


def look(servers: Sequence[McpServer]) -> bool:
    """All at once, each for some seconds at most; whether another set of tools is offered now."""
    before = _offered()
    for server, seen in zip(servers, asyncio.run(_all(servers)), strict=True):
        note(server, seen)
    return _offered() != before


def note(server: McpServer, seen: Seen) -> None:
    with transaction.atomic():
        kept = McpServer.objects.select_for_update().filter(pk=server.pk).first()
        if kept is None:
            return  # removed meanwhile
        kept.looked_at = timezone.now()
        kept.problem = seen.message if isinstance(seen, Unreachable) else ""
        kept.save(update_fields=["looked_at", "problem"])
        if not isinstance(seen, Unreachable):
            _keep(kept, seen)


async def _all(servers: Sequence[McpServer]) -> list[Seen]:
    return await asyncio.gather(*(_one(server) for server in servers))


async def _one(server: McpServer) -> Seen:
    try:
        return await calling.definitions(unseal(server.access))
    except Unreachable as error:
        return error


def _offered() -> set[tuple[str, str]]:
    return set(McpTool.objects.offered().values_list("name", "digest"))


def _keep(server: McpServer, definitions: list[Definition]) -> None:
    rows = {row.remote_name: row for row in server.tools.all()}
    for definition in {one.name: one for one in definitions if one.name[:128] == one.name}.values():
        row = rows.pop(definition.name, None) or McpTool(
            server=server, remote_name=definition.name, name=name_of(server.name, definition.name)
        )
        _describe(row, definition)
        row.save()
    for row in rows.values():
        _forget(row)


def _describe(row: McpTool, definition: Definition) -> None:
    row.digest = definition.digest
    try:
        row.seen, row.problem = definition.offered(), ""
    except Unreachable as error:
        row.seen, row.problem = {}, error.message


def _forget(row: McpTool) -> None:
    """What was agreed to is kept: the server may have it again tomorrow."""
    if not row.agreed_digest:
        row.delete()
        return
    row.digest, row.problem = "", ""
    row.save(update_fields=["digest", "problem"])

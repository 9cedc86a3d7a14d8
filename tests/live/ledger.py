"""What must be true of the rows whatever happened: nothing lost, nothing doubled, nothing left open."""

from collections import Counter
from typing import Any

from tests.live.parley import Parley

MESSAGES = "select * from chat_message where conversation_id = ? order by sequence"
OPEN_CALLS = "select id from chat_realtimesession where conversation_id = ? and ended_at is null"


def messages(parley: Parley, conversation: str) -> list[dict[str, Any]]:
    return parley.rows(MESSAGES, conversation.replace("-", ""))


def sessions(parley: Parley, conversation: str) -> list[dict[str, Any]]:
    return parley.rows(
        "select * from chat_realtimesession where conversation_id = ?",
        conversation.replace("-", ""),
    )


def faults(parley: Parley, conversation: str) -> list[str]:
    """Every rule that these rows break; empty when the ledger is clean."""
    rows = messages(parley, conversation)
    found = []
    if [row["sequence"] for row in rows] != list(range(1, len(rows) + 1)):
        found.append(f"sequences are {[row['sequence'] for row in rows]}")
    items = Counter(row["item_id"] for row in rows if row["item_id"])
    found += [f"{item} is there {count} times" for item, count in items.items() if count > 1]
    if not parley.rows(OPEN_CALLS, conversation.replace("-", "")):
        found += [f"row {row['sequence']} is still live" for row in rows if row["status"] == "live"]
    return found

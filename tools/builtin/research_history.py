"""A digest over many conversations: where a subject was talked about, and what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tools import registry
from tools.base import Kind, Tool, ToolContext, ToolResult, failure

# All of it must fit an item of the provider's.
MOST_TALKS = 20
MOST_LINES = 3
MOST_CHARACTERS = 200

Said = tuple[str, str]


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    try:
        since = date.fromisoformat(arguments["since"]) if arguments.get("since") else None
    except ValueError:
        return failure("bad_date", "Say the day as YYYY-MM-DD.")
    research = context.research
    words = research.words_of(arguments["subject"])
    total, talks, months = research.count(since), [], Counter[str]()
    for number, talk in enumerate(research.read(since)):
        context.progress.report(number / max(total, 1), f"{number} of {total} conversations read")
        lines = [said for said in talk["said"] if research.has(said[1], words)]
        if lines or research.has(talk["title"], words):
            months[talk["date"][:7]] += 1
            talks.append(_digest(talk, lines))
    sentence = f"I have read {total} conversations; {len(talks)} of them are about that."
    found = {"read": total, "about_it": len(talks), "by_month": dict(sorted(months.items()))}
    return ToolResult(True, sentence, found | {"conversations": talks[:MOST_TALKS]})


def _digest(talk: Mapping[str, Any], lines: Sequence[Said]) -> dict[str, Any]:
    told = [f"{who}: {_shortened(text)}" for who, text in _spread(lines)]
    about = {"title": talk["title"], "date": talk["date"], "mentions": len(lines)}
    return about | {"said": told}


def _spread(lines: Sequence[Said]) -> Sequence[Said]:
    """The first, the middle and the last of what was said about it."""
    if len(lines) <= MOST_LINES:
        return lines
    return [lines[0], lines[len(lines) // 2], lines[-1]]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_CHARACTERS else f"{line[: MOST_CHARACTERS - 1]}…"


TOOL = registry.register(
    Tool(
        name="research_history",
        description=(
            "Read all past conversations with the person and give a digest of what was said about a"
            " subject, with dates. Takes a while: for a quick look use search_conversations."
        ),
        parameters={
            "type": "object",
            "properties": {
                "subject": {
                    "type": "string",
                    "minLength": 2,
                    "maxLength": 200,
                    "description": "Words that were used, e.g. 'garden roses'.",
                },
                "since": {"type": "string", "description": "A day, YYYY-MM-DD; else all."},
            },
            "required": ["subject"],
            "additionalProperties": False,
        },
        run=run,
        kind=Kind.SLOW,
        title="Read through your conversations",
        explained="Reads all your past conversations for a subject, and sums up what was said.",
        icon="search",
    )
)

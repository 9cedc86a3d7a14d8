"""The small dialogue as a thinker: it knows its answer at once and gives it clause by clause."""

import json
from collections.abc import Callable
from typing import Any

from engine import dialogue
from engine.core.usage import text_tokens
from engine.dialogue import Reply, Request
from engine.thinking.thought import Called, Cut, Said, Thinker, Thoughts

CUT = Cut("max_output_tokens")


def think(request: Request) -> Thoughts:
    return streamed(dialogue.reply)(request)


def streamed(reply: Callable[[Request], Reply]) -> Thinker:
    """Any thinker that gives its whole reply at once."""

    async def thoughts(request: Request) -> Thoughts:
        found, said = reply(request), ""
        for clause in found.clauses:
            if said and _is_full(said, request.options):
                yield CUT
                return
            piece = f" {clause}" if said else clause
            said += piece
            yield Said(piece)
        for call in found.calls:
            yield Called(call.name, json.dumps(call.arguments))

    return thoughts


def _is_full(said: str, options: Any) -> bool:
    most = options.get("max_tokens")
    return isinstance(most, int) and text_tokens(said) >= most

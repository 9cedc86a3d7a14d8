"""Digs until the test says that it is deep enough; its effect is a row, with its result."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.live.digging import GOES_ON, RUNS
from tools import registry
from tools.base import Kind, Tool, ToolContext, ToolResult
from tools.models import Fact

LOOK_EVERY_S = 0.02


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    folder = Path(os.environ["DIG_FOLDER"])
    with (folder / RUNS).open("a") as runs:
        runs.write(f"{arguments['where']}\n")
    looked = 0
    while not (folder / GOES_ON).exists():
        looked += 1
        context.progress.report(looked % 100 / 100, f"Looked {looked} times")
        time.sleep(LOOK_EVERY_S)
    fact = Fact(user_id=context.user.pk, text=f"Dug in {arguments['where']}.")
    return ToolResult(True, f"I have dug in {arguments['where']}.", effect=fact.save)


TOOL = registry.register(
    Tool(
        name="dig",
        description="Dig a hole somewhere.",
        parameters={
            "type": "object",
            "properties": {"where": {"type": "string", "maxLength": 50}},
            "required": ["where"],
            "additionalProperties": False,
        },
        run=run,
        kind=Kind.SLOW,
        has_effects=True,
        asks_first=False,
        title="Dig a hole",
    )
)

"""A tool used as a call uses it, for one person."""

import json
from typing import Any

from chat.models import User
from chat.services.history import context_of
from tools import registry
from tools.base import ToolResult


def use(user: User, tool: str, **arguments: Any) -> ToolResult:
    """Whatever administrators decided: what is tried is what the tool does with what fits it."""
    found = registry.find(tool)
    assert found
    found.validator.validate(arguments)
    return found.run(arguments, context_of(user))


def refuses(tool: str, **arguments: Any) -> bool:
    """Whether the tool's schema does, as it is written for the model."""
    found = registry.find(tool)
    assert found
    return not found.validator.is_valid(json.loads(json.dumps(arguments)))

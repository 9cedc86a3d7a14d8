"""All tools by name."""

import pytest

from tools import registry
from tools.base import Tool, ToolContext, ToolResult


def tool(name: str) -> Tool:
    def run(arguments: object, context: ToolContext) -> ToolResult:
        return ToolResult(success=True, message="Done.")

    return Tool(name, "Does nothing.", {"type": "object"}, run)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_tools", dict(registry._tools))


def test_a_tool_is_found_by_its_name() -> None:
    made = registry.register(tool("zebra"))
    assert registry.find("zebra") is made
    assert registry.find("unicorn") is None


def test_two_tools_may_not_share_a_name() -> None:
    registry.register(tool("zebra"))
    with pytest.raises(ValueError, match="zebra"):
        registry.register(tool("zebra"))


def test_tools_come_in_the_order_of_their_names() -> None:
    registry.register(tool("zebra"))
    registry.register(tool("aardvark"))
    assert [one.name for one in registry.each()] == ["aardvark", "get_current_time", "zebra"]
    assert registry.choices()[0] == ("aardvark", "aardvark")


def test_every_built_in_tool_is_defined_as_the_protocol_wants() -> None:
    from openai.types.realtime import RealtimeFunctionTool

    for one in registry.each():
        RealtimeFunctionTool.model_validate(one.definition(), strict=True, extra="forbid")
        assert one.parameters["additionalProperties"] is False
        assert one.title

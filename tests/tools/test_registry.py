"""All tools by name."""

from dataclasses import replace

import pytest

from tools import registry
from tools.base import Tool, ToolContext, ToolResult


def tool(name: str) -> Tool:
    def run(arguments: object, context: ToolContext) -> ToolResult:
        return ToolResult(success=True, message="Done.")

    return Tool(name, "Does nothing.", {"type": "object"}, run)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_registry")]


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
    names = [one.name for one in registry.each()]
    assert (names[0], names[-1], sorted(names)) == ("aardvark", "zebra", names)
    assert registry.choices()[0] == ("aardvark", "aardvark")


@pytest.mark.parametrize("name", ["", "two words", "a" * 65, "a.b", "tool\n", "ü", "a__b"])
def test_a_name_that_the_provider_would_refuse_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a tool"):
        registry.register(tool(name))


def test_parameters_that_are_no_schema_are_refused() -> None:
    with pytest.raises(ValueError, match="no JSON Schema"):
        registry.register(replace(tool("zebra"), parameters={"type": "thing"}))


def test_every_built_in_tool_is_defined_as_the_protocol_wants() -> None:
    from openai.types.realtime import RealtimeFunctionTool

    for one in registry.each():
        RealtimeFunctionTool.model_validate(one.definition(), strict=True, extra="forbid")
        assert one.parameters["additionalProperties"] is False
        assert one.title


class Zoo:
    """A source of one tool, which may leave."""

    def __init__(self) -> None:
        self.tools = [tool("zoo__feed")]

    def find(self, name: str) -> Tool | None:
        return next((one for one in self.tools if one.name == name), None)

    def each(self) -> list[Tool]:
        return self.tools


def test_tools_of_a_source_come_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    zoo = Zoo()
    monkeypatch.setattr(registry, "_sources", [])
    registry.add_source(zoo)
    assert registry.find("zoo__feed") is zoo.tools[0]
    assert "zoo__feed" in [one.name for one in registry.each()]
    zoo.tools.clear()
    assert registry.find("zoo__feed") is None
    assert "zoo__feed" not in [one.name for one in registry.each()]


def test_a_title_is_there_without_a_look_at_any_source() -> None:
    registry.register(replace(tool("zebra"), title="Ride a zebra"))
    assert registry.title_of("zebra") == "Ride a zebra"
    assert registry.title_of("zoo__feed_the_lion") == "zoo: feed the lion"
    assert registry.title_of("gone") == "gone"

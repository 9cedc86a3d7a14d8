"""Conversations for the tests of the dialogue, and tools that the engine has never seen."""

import json
from typing import Any

from engine.dialogue import Reply, Request, reply

Schema = dict[str, Any]


def tool(name: str, description: str, required: str = "", **properties: Schema) -> Schema:
    parameters = {"type": "object", "properties": properties, "required": required.split()}
    return {"type": "function", "name": name, "description": description, "parameters": parameters}


def text(description: str = "", **rest: Any) -> Schema:
    return {"type": "string", "description": description, **rest}


def one_of(*choices: str) -> Schema:
    return {"type": "string", "enum": list(choices)}


TOOLS = [
    tool("read_the_clock", "What time it is somewhere.", zone=text("IANA zone or city")),
    tool(
        "sky_report", "Weather for a town.", "town", town=text(), scale=one_of("celsius", "kelvin")
    ),
    tool(
        "dimLights",
        "Sets the brightness of the lights in a room.",
        "room level",
        room=one_of("kitchen", "living_room", "attic"),
        level={"type": "integer", "description": "percent"},
    ),
    tool("egg_timer", "Counts down.", "seconds", seconds={"type": "integer"}, label=text()),
    tool("library_search", "Search the library.", "query", query=text("what to look for")),
    tool("jot", "Make a note or a task.", "kind body", kind=one_of("note", "task"), body=text()),
    tool("reckoner", "Calculate an expression.", "expression", expression=text()),
    tool("say_in", "Translate.", "text target_language", text=text(), target_language=text()),
    tool("ferry", "Book a ferry.", "origin destination", origin=text(), destination=text()),
    tool("fan", "Switch the fan on or off.", "on", on={"type": "boolean"}),
]


def user(words: str) -> Schema:
    content = [{"type": "input_audio", "transcript": words}]
    return {"type": "message", "role": "user", "content": content}


def typed(words: str) -> Schema:
    content = [{"type": "input_text", "text": words}]
    return {"type": "message", "role": "user", "content": content}


def assistant(words: str) -> Schema:
    content = [{"type": "output_audio", "transcript": words}]
    return {"type": "message", "role": "assistant", "content": content}


def called(name: str, **arguments: Any) -> Schema:
    written = json.dumps(arguments)
    return {"type": "function_call", "name": name, "call_id": "call_1", "arguments": written}


def output(value: object) -> Schema:
    written = value if isinstance(value, str) else json.dumps(value)
    return {"type": "function_call_output", "call_id": "call_1", "output": written}


def answer(*items: Any, tools: list[Schema] | None = None, **rest: Any) -> Reply:
    """The reply to a conversation; plain words are the person's."""
    read = [user(item) if isinstance(item, str) else item for item in items]
    return reply(Request(items=read, tools=TOOLS if tools is None else tools, **rest))


def spoken(*items: Any, **rest: Any) -> str:
    made = answer(*items, **rest)
    assert not made.calls
    return " ".join(made.clauses)


def calls(*items: Any, **rest: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(call.name, call.arguments) for call in answer(*items, **rest).calls]

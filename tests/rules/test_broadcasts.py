"""Only chat/broadcasts.py sends to groups, and nobody but the layer's tests reaches around it."""

import ast

from tests.rules.files import named, ours

SENDING = "group_send"


def test_only_the_broadcasts_module_sends_to_groups() -> None:
    senders = [
        named(path)
        for path in ours("chat/*.py", "config/*.py", "tools/*.py", "engine/*.py")
        if sends(path.read_text(encoding="utf-8"))
    ]
    assert senders == ["chat/broadcasts.py"]


def test_the_search_sees_a_call_and_a_name_in_quotes() -> None:
    assert sends("layer.group_send(name, {})")
    assert sends("getattr(layer, 'group_send')")
    assert not sends("# group_send is for broadcasts.py")


def sends(source: str) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr == SENDING)
        or (isinstance(node, ast.Constant) and node.value == SENDING)
        for node in ast.walk(ast.parse(source))
    )

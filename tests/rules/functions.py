"""Measures Python functions: length, arguments, nesting."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Measured:
    name: str
    lines: int
    arguments: int
    nesting: int


def measure(source: str) -> Iterator[Measured]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Measured(node.name, lines, _arguments(node), _nesting(node.body))


def _arguments(node: Function) -> int:
    given = node.args
    names = [one.arg for one in [*given.posonlyargs, *given.args, *given.kwonlyargs]]
    return len([name for name in names if name not in ("self", "cls")])


def _nesting(body: list[ast.stmt]) -> int:
    return max((_depth(statement) for statement in body), default=0)


def _depth(statement: ast.stmt) -> int:
    if not isinstance(statement, BLOCKS):
        return 0
    return 1 + max((_inside(part, statement) for part in _parts(statement)), default=0)


def _parts(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    yield getattr(statement, "body", [])
    yield getattr(statement, "orelse", [])
    yield getattr(statement, "finalbody", [])
    for branch in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
        yield branch.body


def _inside(part: list[ast.stmt], parent: ast.stmt) -> int:
    """An `elif` is an If alone in an If's orelse: a branch more, not a level more."""
    is_elif = isinstance(parent, ast.If) and part is parent.orelse and len(part) == 1
    depth = _nesting(part)
    return depth - 1 if is_elif and isinstance(part[0], ast.If) else depth

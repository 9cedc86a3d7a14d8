"""Attempts to leave the sandbox, to stop its page or to speak for it: `escapes.toml`, aimed at somebody."""

import tomllib
from pathlib import Path

from tests.live.canary import Canary

FOUND: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def of(kind: str, canary: Canary, home: str) -> dict[str, str]:
    """Code by what it tries; `kind` is a part of the file."""
    where = {"CANARY": f"127.0.0.1:{canary.port}", "HOME": home}
    return {name: _aimed(code, where) for name, code in FOUND[kind].items()}


def _aimed(code: str, where: dict[str, str]) -> str:
    for mark, address in where.items():
        code = code.replace(mark, address)
    return code

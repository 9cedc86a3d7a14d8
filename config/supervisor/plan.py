"""Which siblings run, with which commands and environments."""

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.supervisor.options import HOST, Options

NOTICE = (
    "You are talking with Parley's small local engine. Set OPENAI_API_KEY to connect a real model."
)
DAPHNE = ["-m", "daphne", "-v", "0", "--no-server-name", "-b", HOST]


@dataclass(frozen=True)
class Plan:
    """One sibling: its command, what its environment has beside ours, and when it is up."""

    name: str
    command: list[str]
    port: int
    health: str  # the path that answers 200 when it is up
    environment: Mapping[str, str] = field(default_factory=dict)
    lifeline: str = "LIFELINE_FD"  # the variable that names its end of the pipe


def siblings(options: Options) -> list[Plan]:
    """Web, and the engine unless the person has a provider of their own."""
    key = f"sk-parley-{secrets.token_urlsafe(32)}"
    plans = [_web(options, key)]
    if options.with_engine:
        plans.append(_engine(options, key))
    return plans


def common_environment(options: Options) -> dict[str, str]:
    """What web and the management commands share; DEBUG is on unless the person turned it off."""
    return {"DEBUG": os.environ.get("DEBUG") or "true", "DATA_DIR": str(options.data_dir)}


def _web(options: Options, key: str) -> Plan:
    environment = common_environment(options) | {"PARLEY_EMBEDDED": "true"}
    if options.with_engine:
        environment |= {
            "OPENAI_API_KEY": key,
            "OPENAI_BASE_URL": f"{options.engine_address}/v1",
            "PROVIDER_NOTICE": os.environ.get("PROVIDER_NOTICE") or _notice(),
        }
    command = [sys.executable, *DAPHNE, "-p", str(options.port), "config.asgi:application"]
    return Plan("web", command, options.port, "/health/live", environment)


def _notice() -> str:
    """The quiet line on the page: who thinks here."""
    model = os.environ.get("ENGINE_LLM_MODEL", "")
    return f"You are talking with {model} through Parley's local engine." if model else NOTICE


def _engine(options: Options, key: str) -> Plan:
    environment = {
        "ENGINE_HOST": HOST,
        "ENGINE_PORT": str(options.engine_port),
        "ENGINE_API_KEY": key,
        "ENGINE_ALLOWED_ORIGINS": f"{options.address},http://localhost:{options.port}",
    }
    command = [sys.executable, "-m", "engine"]
    return Plan(
        "engine", command, options.engine_port, "/health", environment, "ENGINE_LIFELINE_FD"
    )

"""What `make run` takes from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.supervisor.errors import CannotStart

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"

# Any of these means that the person has a provider of their own: the embedded engine stays out.
PROVIDER_SETTINGS = ("OPENAI_API_KEY", "OPENAI_API_KEY_FILE", "OPENAI_BASE_URL")


@dataclass(frozen=True)
class Options:
    port: int
    engine_port: int
    data_dir: Path
    with_engine: bool

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def engine_address(self) -> str:
        return f"http://{HOST}:{self.engine_port}"


def read(environment: Mapping[str, str] = os.environ) -> Options:
    data_dir = Path(environment.get("DATA_DIR") or ROOT / "var").resolve()
    return Options(
        port=_port(environment, "PORT", 8000),
        engine_port=_port(environment, "ENGINE_PORT", 8010),
        data_dir=data_dir,
        with_engine=not any(environment.get(name) for name in PROVIDER_SETTINGS),
    )


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(name) or str(default)
    if not given.isdecimal() or not 1 <= int(given) <= 65_535:
        raise CannotStart(f"{name} must be a port number from 1 to 65535, not {given!r}.")
    return int(given)

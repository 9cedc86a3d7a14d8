"""Reads environment variables; one that is missing or makes no sense is refused by name."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from engine.upstream.server import Upstream

Environment = Mapping[str, str]


class UnclearSetting(ValueError):
    """A variable that is missing or makes no sense; the text says which and why."""


def required(environment: Environment, name: str) -> str:
    if not environment.get(name):
        raise UnclearSetting(f"{name} is not set; it is the key that clients must show.")
    return environment[name]


def several(environment: Environment, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in environment.get(name, "").split(",") if part.strip())


def whole(environment: Environment, name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise UnclearSetting(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def seconds(environment: Environment, name: str, default: float) -> float:
    text = environment.get(name, str(default))
    try:
        found = float(text)
    except ValueError as error:
        raise UnclearSetting(f"{name} must be a number of seconds, not {text!r}.") from error
    if not 0 < found < 10**6:
        raise UnclearSetting(f"{name} must be more than 0 and less than 1000000.")
    return found


def descriptor(environment: Environment, name: str) -> int | None:
    return whole(environment, name, 0) if environment.get(name) else None


def upstream(environment: Environment, name: str) -> Upstream | None:
    """A server that does one part of the engine's work; `name` is LLM, STT or TTS."""
    address = environment.get(f"ENGINE_{name}_BASE_URL", "").rstrip("/")
    model = environment.get(f"ENGINE_{name}_MODEL", "")
    if not address and model:
        raise UnclearSetting(f"ENGINE_{name}_MODEL is set without ENGINE_{name}_BASE_URL.")
    if not address:
        return None
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise UnclearSetting(f"ENGINE_{name}_BASE_URL must begin with http:// or https://.")
    if not model:
        raise UnclearSetting(f"ENGINE_{name}_MODEL is not set; the server must be told which.")
    silence_s = seconds(environment, f"ENGINE_{name}_SECONDS", 60.0)
    voice = environment.get(f"ENGINE_{name}_VOICE", "")
    return Upstream(
        address, model, _secret(environment, f"ENGINE_{name}_API_KEY"), silence_s, voice
    )


def _secret(environment: Environment, name: str) -> str:
    file = environment.get(f"{name}_FILE")
    if not file:
        return environment.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UnclearSetting(f"{name}_FILE cannot be read: {file}.") from error

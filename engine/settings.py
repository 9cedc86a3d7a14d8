"""The engine's settings, read from the environment once, unclear values refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.live import Limits


class UnclearSetting(ValueError):
    """A variable that is missing or makes no sense; the text says which and why."""


@dataclass(frozen=True)
class Settings:
    api_key: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8010
    allowed_hosts: frozenset[str] = frozenset()
    allowed_origins: frozenset[str] = frozenset()
    # Empty: any model name is served by the one model there is.
    models: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    lost_s: float = 30.0
    calls: int = 16
    recogniser_processes: int = 1
    lifeline: int | None = None


def from_environment(environment: Mapping[str, str]) -> Settings:
    limits = Limits(
        _seconds(environment, "ENGINE_SESSION_SECONDS", 3600.0),
        _seconds(environment, "ENGINE_IDLE_SECONDS", 600.0),
    )
    return Settings(
        api_key=_required(environment, "ENGINE_API_KEY"),
        host=environment.get("ENGINE_HOST", "127.0.0.1"),
        port=_whole(environment, "ENGINE_PORT", 8010),
        allowed_hosts=frozenset(_list(environment, "ENGINE_ALLOWED_HOSTS")),
        allowed_origins=frozenset(_list(environment, "ENGINE_ALLOWED_ORIGINS")),
        models=_list(environment, "ENGINE_MODELS"),
        limits=limits,
        lost_s=_seconds(environment, "ENGINE_LOST_SECONDS", 30.0),
        calls=_whole(environment, "ENGINE_CALLS", 16),
        recogniser_processes=_whole(environment, "ENGINE_RECOGNISERS", 1),
        lifeline=_descriptor(environment, "ENGINE_LIFELINE_FD"),
    )


def _required(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise UnclearSetting(f"{name} is not set; it is the key that clients must show.")
    return environment[name]


def _list(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in environment.get(name, "").split(",") if part.strip())


def _whole(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise UnclearSetting(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name, str(default))
    try:
        seconds = float(text)
    except ValueError as error:
        raise UnclearSetting(f"{name} must be a number of seconds, not {text!r}.") from error
    if not 0 < seconds < 10**6:
        raise UnclearSetting(f"{name} must be more than 0 and less than 1000000.")
    return seconds


def _descriptor(environment: Mapping[str, str], name: str) -> int | None:
    return _whole(environment, name, 0) if environment.get(name) else None

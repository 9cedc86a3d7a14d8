"""The engine's settings, read from the environment once, unclear values refused."""

from dataclasses import dataclass, field

from engine import environment as read
from engine.environment import Environment, UnclearSetting
from engine.live import Limits
from engine.processes.share import MOST_PROCESSES
from engine.upstream.server import Upstream

__all__ = ["Settings", "UnclearSetting", "from_environment"]


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
    processes: int = 1
    requests: int = 8
    recogniser_processes: int = 1
    lifeline: int | None = None
    # None: the engine thinks, hears or speaks by itself.
    language_model: Upstream | None = None
    transcription: Upstream | None = None
    speech: Upstream | None = None


def from_environment(environment: Environment) -> Settings:
    limits = Limits(
        read.seconds(environment, "ENGINE_SESSION_SECONDS", 3600.0),
        read.seconds(environment, "ENGINE_IDLE_SECONDS", 600.0),
    )
    return Settings(
        api_key=read.required(environment, "ENGINE_API_KEY"),
        host=environment.get("ENGINE_HOST", "127.0.0.1"),
        port=read.whole(environment, "ENGINE_PORT", 8010),
        allowed_hosts=frozenset(read.several(environment, "ENGINE_ALLOWED_HOSTS")),
        allowed_origins=frozenset(read.several(environment, "ENGINE_ALLOWED_ORIGINS")),
        models=read.several(environment, "ENGINE_MODELS"),
        limits=limits,
        lost_s=read.seconds(environment, "ENGINE_LOST_SECONDS", 30.0),
        calls=read.whole(environment, "ENGINE_CALLS", 16),
        processes=_processes(environment),
        requests=read.whole(environment, "ENGINE_REQUESTS", 8),
        recogniser_processes=read.whole(environment, "ENGINE_RECOGNISERS", 1),
        lifeline=read.descriptor(environment, "ENGINE_LIFELINE_FD"),
        language_model=read.upstream(environment, "LLM"),
        transcription=read.upstream(environment, "STT"),
        speech=read.upstream(environment, "TTS"),
    )


def _processes(environment: Environment) -> int:
    processes = read.whole(environment, "ENGINE_PROCESSES", 1)
    if not 1 <= processes <= MOST_PROCESSES:
        raise UnclearSetting(f"ENGINE_PROCESSES must be 1 to {MOST_PROCESSES}.")
    return processes

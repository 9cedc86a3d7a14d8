"""What the provider offers, as data: models, voices."""

import tomllib
from pathlib import Path

_data = tomllib.loads(Path(__file__).with_name("catalog.toml").read_text(encoding="utf-8"))

VOICES: tuple[str, ...] = tuple(_data["voices"]["realtime"])
DEFAULT_VOICE: str = _data["voices"]["default"]

"""The committed utterances, at the rates that the transports want."""

import wave
from pathlib import Path

from engine.voice.resample import resample

FOLDER = Path(__file__).parents[1] / "speech"


def pcm_24k(name: str) -> bytes:
    return _at(name, 24_000)


def pcm_48k(name: str) -> bytes:
    return _at(name, 48_000)


def _at(name: str, rate: int) -> bytes:
    path = FOLDER / f"{name.replace(' ', '-')}.wav"
    with wave.open(str(path)) as file:
        return resample(file.readframes(file.getnframes()), file.getframerate(), rate)

"""Sound for the tests of hearing: the committed utterances, silence and noise, at 16 kHz."""

import random
import wave
from array import array

from tests.engine.speech import FOLDER

HZ = 16_000
UTTERANCES = {path.stem.replace("-", " "): path for path in sorted(FOLDER.glob("*.wav"))}


def spoken(words: str) -> bytes:
    with wave.open(str(UTTERANCES[words])) as file:
        assert file.getparams()[:3] == (1, 2, HZ)
        return bytes(file.readframes(file.getnframes()))


def silence(milliseconds: int) -> bytes:
    return bytes(HZ * milliseconds // 1000 * 2)


def noise(milliseconds: int, loudness: int = 300) -> bytes:
    chance = random.Random(7)  # noqa: S311 - the same noise in every run, no secret
    samples = (chance.randint(-loudness, loudness) for _ in range(HZ * milliseconds // 1000))
    return array("h", samples).tobytes()


def chunks(pcm: bytes, size: int) -> list[bytes]:
    return [pcm[at : at + size] for at in range(0, len(pcm), size)]

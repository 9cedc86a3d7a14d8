"""Who thinks, hears and speaks: the engine itself, unless it was told of a server."""

from engine.equipment import OwnSynthesis, equipped
from engine.settings import Settings
from engine.thinking import small
from engine.upstream.server import Upstream
from engine.upstream.speech import UpstreamSynthesis
from engine.upstream.transcription import UpstreamRecognisers
from engine.voice.synthesis import TIMBRES, Synthesiser, Timbre
from tests.engine.running import KEY

SERVER = Upstream("http://127.0.0.1:1/v1", "m")


async def test_it_asks_only_the_servers_it_was_told_of() -> None:
    async with equipped(Settings(KEY, transcription=SERVER, speech=SERVER)) as faculties:
        assert isinstance(faculties.recognisers, UpstreamRecognisers)
        assert isinstance(faculties.synthesis, UpstreamSynthesis)
        assert faculties.think == small.think


async def test_an_unknown_voice_speaks_with_the_default_one() -> None:
    timbres: list[Timbre] = []

    def speak(clause: str, timbre: Timbre, pace: float) -> tuple[bytes, int]:
        timbres.append(timbre)
        return b"\x00\x40" * 240, 24_000

    synthesiser = Synthesiser(speak)
    for voice in ("voice_of_tomorrow", "echo"):
        assert [pcm async for pcm in OwnSynthesis(synthesiser).say("One.", voice)]
    synthesiser.close()
    assert timbres == [TIMBRES["alloy"], TIMBRES["echo"]]

"""Writing down a recording with the stock SDK: any container, whole and streamed."""

import io
import wave
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI
from openai.types.audio import Transcription, TranscriptionVerbose

from engine.endpoints import recordings
from engine.endpoints.sound import packer
from tests.engine import speech
from tests.engine.endpoints import strict
from tests.engine.running import KEY, EngineProcess
from tests.fakes.upstream import FakeUpstream

SILENCE_24K = bytes(48_000 * 2)


def packed(form: str, pcm_24k: bytes) -> bytes:
    packing = packer(form)
    return packing.feed(pcm_24k) + packing.end()


async def transcribe(sdk: AsyncOpenAI, file: bytes = b"", **wanted: Any) -> Any:
    sound = ("speech.bin", file or packed("wav", SILENCE_24K))
    return await sdk.audio.transcriptions.create(**{"model": "any", "file": sound, **wanted})


async def test_json_with_its_cost(sdk: AsyncOpenAI) -> None:
    answer = strict.whole(await transcribe(sdk))
    assert isinstance(answer, Transcription)
    assert answer.text == "hello there"
    assert answer.to_dict()["usage"] == {"type": "duration", "seconds": 2.0}


async def test_text(sdk: AsyncOpenAI) -> None:
    assert await transcribe(sdk, response_format="text") == "hello there\n"


async def test_verbose(sdk: AsyncOpenAI) -> None:
    answer = strict.whole(await transcribe(sdk, response_format="verbose_json"))
    assert isinstance(answer, TranscriptionVerbose)
    assert (answer.duration, answer.text) == (2.0, "hello there")


async def test_a_stream(sdk: AsyncOpenAI) -> None:
    long = packed("wav", SILENCE_24K * 20)
    deltas = await strict.all_of(await transcribe(sdk, long, stream=True))
    assert [event.type.rpartition(".")[2] for event in deltas] == ["delta", "delta", "done"]
    assert [event.delta for event in deltas[:-1]] == ["hello there", " hello there"]
    assert deltas[-1].text == "hello there hello there"


@pytest.mark.parametrize("form", ["wav", "opus", "mp3", "aac", "flac"])
async def test_any_container_is_opened(sdk: AsyncOpenAI, form: str) -> None:
    assert (await transcribe(sdk, packed(form, SILENCE_24K))).text == "hello there"


@pytest.mark.parametrize(
    ("file", "wanted", "param"),
    [
        (b"not a recording", {}, "file"),
        (b"RIFF" + bytes(40), {}, "file"),
        (packed("opus", bytes(48_000 * 601)), {}, "file"),
        (b"", {"response_format": "srt"}, "response_format"),
    ],
)
async def test_it_refuses_and_names_the_field(
    sdk: AsyncOpenAI, file: bytes, wanted: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        await transcribe(sdk, file, **wanted)
    assert refused.value.param == param


async def test_it_refuses_a_file_that_is_too_large(sdk: AsyncOpenAI) -> None:
    with pytest.raises(openai.APIStatusError) as refused:
        await transcribe(sdk, bytes(25 * 1024 * 1024 + 1))
    assert (refused.value.status_code, refused.value.param) == (413, "file")


async def test_another_server_may_hear(asking_sdk: AsyncOpenAI, upstream: FakeUpstream) -> None:
    assert (await transcribe(asking_sdk, prompt="Ada, Grace")).text == "what can you do"
    assert upstream.asked[0]["prompt"] == "Ada, Grace"


async def test_hearing_that_fails_is_a_bad_gateway(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    upstream.refuses(500, "no ears")
    with pytest.raises(openai.InternalServerError, match="could not be recognised"):
        await transcribe(asking_sdk)


async def test_the_engine_hears_what_it_is_sent(engine: EngineProcess) -> None:
    async with AsyncOpenAI(api_key=KEY, base_url=engine.address.http) as sdk:
        said = packed("opus", speech.pcm_24k("what can you do"))
        assert (await transcribe(sdk, said)).text == "what can you do"


def test_a_long_recording_is_cut_where_it_is_quiet() -> None:
    loud, quiet = b"\x00\x40" * 16_000, bytes(16_000)
    pcm = loud * 25 + quiet + loud * 25
    cut = list(recordings.pieces(pcm))
    assert b"".join(cut) == pcm
    assert 25 <= len(cut[0]) / 32_000 <= 25.5


def test_a_wav_of_unknown_length_is_opened_by_python() -> None:
    with wave.open(io.BytesIO(packed("wav", SILENCE_24K))) as file:
        assert (file.getframerate(), file.getnchannels()) == (24_000, 1)

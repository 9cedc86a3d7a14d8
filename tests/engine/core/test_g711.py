"""Telephone sound in and out."""

import array
import base64
import math

import pytest

from engine.core import g711
from engine.core.audio_config import Pcm, Pcma, Pcmu
from tests.engine.core.scene import Scene

FORMS = [Pcmu(), Pcma()]
TONE = array.array("h", [int(8_000 * math.sin(i / 12)) for i in range(2_400)])


@pytest.mark.parametrize("form", FORMS)
def test_a_tone_survives_there_and_back(form: Pcmu | Pcma) -> None:
    coded = g711.from_pcm(TONE.tobytes(), form)
    assert len(coded) == len(TONE) // 3
    back = array.array("h", g711.to_pcm(coded, form))
    # The mean of three samples is that of the middle one: the way back is one sample late.
    errors = [abs(a - b) for a, b in zip(TONE[100:-100], back[101:-99], strict=True)]
    assert max(errors) < 500


def test_the_known_codes_of_silence_and_the_extremes() -> None:
    assert g711.from_pcm(bytes(6), Pcmu()) in (b"\xff", b"\x7f")
    assert g711.from_pcm(bytes(6), Pcma()) in (b"\xd5", b"\x55")
    assert array.array("h", g711.to_pcm(b"\x00", Pcmu()))[-1] == -32_124
    assert array.array("h", g711.to_pcm(b"\xaa", Pcma()))[-1] == 32_256


def test_pcm_stays_as_it_is() -> None:
    assert g711.to_pcm(b"\1\2", Pcm()) == g711.from_pcm(b"\1\2", Pcm()) == b"\1\2"


def test_a_session_hears_and_speaks_it() -> None:
    audio = {
        "input": {"format": {"type": "audio/pcmu"}, "turn_detection": None},
        "output": {"format": {"type": "audio/pcma"}},
    }
    scene = Scene({"type": "realtime", "audio": audio})
    scene.client("input_audio_buffer.append", audio=base64.b64encode(b"\xff" * 8_000).decode())
    scene.client("input_audio_buffer.commit")
    assert scene.session.conversation.items[0].content[0].audio_ms == 1_000
    scene.client("response.create")
    scene.recognise()
    scene.say("Hello.")
    deltas = scene.witness.of("response.output_audio.delta")
    assert sum(len(base64.b64decode(one["delta"])) for one in deltas) == 8_000

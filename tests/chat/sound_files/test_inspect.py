"""Sounds as Chromium and Firefox record them, and what pretends to be one."""

from pathlib import Path
from random import Random

import pytest

from chat import sound_files
from chat.sound_files import Broken, NotASound

SAMPLES = Path(__file__).with_name("samples")
LENGTHS = {
    "recorded.webm": 2580,
    "streamed.webm": 2580,
    "firefox.webm": 1680,
    "recorded.mp4": 2541,
    "streamed.mp4": 2385,
}
NAMES = sorted(LENGTHS)
PAGE = b"<html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ZIP = b"PK\x03\x04" + bytes(60)
WAV = b"RIFF\x24\0\0\0WAVEfmt " + bytes(40)
OTHERS = [PAGE, SVG, ZIP, WAV, b"GIF89a", b"OggS" + bytes(40), b"ID3\x04", b"\x7fELF", b"%PDF-1.7"]


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_what_a_browser_records_is_known_by_its_content(name: str) -> None:
    assert sound_files.inspect(sample(name)) == (name[-4:].strip("."), LENGTHS[name])


@pytest.mark.parametrize("other", OTHERS)
def test_another_kind_of_file_is_none(other: bytes) -> None:
    with pytest.raises(NotASound):
        sound_files.inspect(other)


@pytest.mark.parametrize("name", ["recorded.webm", "recorded.mp4"])
def test_one_that_is_cut_off_anywhere_is_refused(name: str) -> None:
    whole = sample(name)
    for end in range(len(whole)):
        with pytest.raises((NotASound, Broken)):
            sound_files.inspect(whole[:end])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("more", [PAGE, SVG, ZIP, b"\0", bytes(512)])
def test_nothing_may_come_after_it(name: str, more: bytes) -> None:
    with pytest.raises((NotASound, Broken)):
        sound_files.inspect(sample(name) + more)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_may_come_before_it(name: str) -> None:
    with pytest.raises(NotASound):
        sound_files.inspect(PAGE + sample(name))


def test_a_page_in_the_padding_or_a_name_of_webm_is_refused() -> None:
    whole = sample("recorded.webm")
    padding = whole.index(bytes(40))
    with pytest.raises(NotASound):
        sound_files.inspect(whole[:padding] + PAGE.ljust(40, b"\0") + whole[padding + 40 :])
    with pytest.raises(NotASound):
        sound_files.inspect(whole.replace(b"Chrome", b"<html>"))


def test_a_page_in_a_box_of_mp4_is_refused() -> None:
    box = (8 + len(PAGE)).to_bytes(4) + b"free" + PAGE
    with pytest.raises(NotASound):
        sound_files.inspect(sample("recorded.mp4") + box)
    with pytest.raises(NotASound):
        sound_files.inspect(sample("recorded.mp4").replace(b"SoundHandler", b"<script>alrt"))


def test_a_film_is_no_sound() -> None:
    with pytest.raises(NotASound):
        sound_files.inspect(sample("recorded.mp4").replace(b"soun", b"vide"))
    with pytest.raises(NotASound):
        sound_files.inspect(sample("recorded.webm").replace(b"A_OPUS", b"V_VP8 "))


def test_a_header_that_promises_a_thousand_million_samples_is_refused() -> None:
    whole = sample("recorded.mp4")
    run = whole.index(b"trun") + 8
    with pytest.raises(Broken):
        sound_files.inspect(whole[:run] + (10**9).to_bytes(4) + whole[run + 4 :])


@pytest.mark.parametrize("name", NAMES)
def test_changed_bytes_are_a_sound_or_refused_and_nothing_else(name: str) -> None:
    random, whole = Random(7), sample(name)  # noqa: S311 - the same ones each time
    for _ in range(400):
        changed = bytearray(whole[:2_000])
        for at in random.choices(range(len(changed)), k=3):
            changed[at] = random.randrange(256)
        try:
            sound_files.inspect(bytes(changed) + whole[2_000:])
        except (NotASound, Broken):
            continue

"""The voice loop where a person would feel it: every moment is taken inside the page."""

from functools import partial
from itertools import pairwise

from playwright.sync_api import Browser

from tests.bench.figures import Figure
from tests.live.parley import Parley
from tests.live.person import Person

EMAIL = "alice@example.com"
STAGES = [
    ("input_audio_buffer.speech_stopped", "the silence is over (speech_stopped)"),
    ("conversation.item.input_audio_transcription.completed", "its words are known (transcript)"),
    ("response.output_audio_transcript.delta", "the first clause is thought and synthesised"),
]


def click_to_connected(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """From the click on Talk to the open data channel, in one page after another call."""
    person = _arrive(browser, parley)
    found = []
    for _ in range(times + 1):
        person.talk()
        found.append(float(person.measure("sinceClick()")))
        person.end_call()
    person.leave()
    return [
        Figure("click on Talk to connected, first call of a page", found[:1]),
        Figure("click on Talk to connected, after the first", found[1:], 150),
    ]


def speech_to_answer(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """From the last sound of the person to the first one of the assistant, and where the time goes."""
    person = _arrive(browser, parley)
    person.talk()
    turns = [_turn(person) for _ in range(times)]
    person.leave()
    whole = [turn[-1] - turn[0] for turn in turns]
    parts = [[later - sooner for sooner, later in pairwise(turn)] for turn in turns]
    names = [*(f"… until {name}" for _, name in STAGES), "… until it is heard in the page"]
    split = [
        Figure(name, list(part)) for name, part in zip(names, zip(*parts, strict=True), strict=True)
    ]
    return [Figure("end of speech to first sound of the answer", whole, 850), *split]


def interruption_to_silence(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """From the person's first sound to the assistant's last one."""
    person = _arrive(browser, parley)
    person.talk()
    found = []
    for _ in range(times):
        asked = person.say("tell-me-a-story")
        person.expect_sound_after(asked["to"])
        person.page.wait_for_timeout(1_000)  # well into the story
        spoken = person.say("stop")
        person.expect_message("assistant", r"\w+", status="interrupted")
        person.wait_for_state("listening")
        told = [sound for sound in person.sounds() if sound["from"] < spoken["from"]][-1]
        found.append((told["to"] - spoken["from"]) * 1000)
    person.leave()
    return [Figure("interruption to silence", found, 210)]


def pause_of_a_move(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """How long a call is without a session when it goes over to a fresh one, with a turn to replay."""
    person = _arrive(browser, parley)
    person.talk()
    person.ask("my-name-is-alice")
    for done in range(1, times + 1):
        person.page.evaluate("() => document.dispatchEvent(new CustomEvent('voice-chosen'))")
        person.wait_until(partial(_has_moved, person, done))
    found = person.pauses()
    person.leave()
    return [Figure("a call goes over to a fresh session: the pause", found, 1_500)]


def _has_moved(person: Person, times: int) -> bool:
    return len(person.pauses()) == times


def _turn(person: Person) -> list[float]:
    """Milliseconds: the end of the speech, each stage, the first sound."""
    spoken = person.say("my-name-is-alice")
    heard = person.expect_sound_after(spoken["to"])
    person.wait_for_state("listening")
    events = person.measure("log.events")
    stages = [_first(events, kind, spoken["from"]) for kind, _ in STAGES]
    return [moment * 1000 for moment in (spoken["to"], *stages, heard["from"])]


def _first(events: list[dict[str, float | str]], kind: str, after: float) -> float:
    return next(float(e["at"]) for e in events if e["type"] == kind and float(e["at"]) > after)


def _arrive(browser: Browser, parley: Parley) -> Person:
    person = Person(browser, parley, EMAIL)
    person.new_conversation()
    return person

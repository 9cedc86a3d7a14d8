"""How the voice room looks and moves: in every size and scheme, without WebGL, without motion, and hidden."""

import re
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.test_pages import SIZES, faults_in_every_look
from tests.browser.test_room import entered, in_room, room
from tests.live.person import Person

# Counts every picture of the orb, whoever paints it; LACKS is what the browser is not to have.
WATCH_PAINTING = """
  window.painted = 0;
  const counted = (prototype, name) => {
    const own = prototype[name];
    prototype[name] = function (...given) { window.painted += 1; return own.apply(this, given); };
  };
  counted(WebGLRenderingContext.prototype, "drawArrays");
  counted(CanvasRenderingContext2D.prototype, "clearRect");
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return LACKS.includes(kind) ? null : get.call(this, kind, ...more);
  };
"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
BOXES = """(room) => [...room.querySelectorAll("button, a")]
  .filter((one) => one.checkVisibility() && !one.classList.contains("room__orb"))
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .map(([name, { left, top, right, bottom }]) => ({ name, left, top, right, bottom }))"""


def watching(people: People, *lacks: str) -> Person:
    alice = people("alice@example.com")
    alice.context.add_init_script(WATCH_PAINTING.replace("LACKS", str(list(lacks))))
    alice.page.reload()
    alice.new_conversation()
    return alice


def painted(person: Person) -> int:
    count: int = person.page.evaluate("() => window.painted")
    return count


def frames(person: Person, count: int) -> None:
    """Wait until the browser has shown so many."""
    person.page.evaluate(
        """(count) => new Promise((done) => {
          const next = (left) => requestAnimationFrame(() => (left ? next(left - 1) : done()));
          next(count);
        })""",
        count,
    )


def boxes(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = room(person).evaluate(BOXES)
    return found


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    aside = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
    above = one["bottom"] <= other["top"] + 1 or other["bottom"] <= one["top"] + 1
    return not (aside or above)


def misplaced(person: Person, width: int, height: int) -> list[str]:
    """Controls outside the window or over each other."""
    all_boxes = boxes(person)
    outside = [
        one["name"]
        for one in all_boxes
        if min(one["left"], one["top"]) < 0 or one["right"] > width or one["bottom"] > height
    ]
    over = [f"{a['name']} / {b['name']}" for a, b in combinations(all_boxes, 2) if overlap(a, b)]
    return outside + over


def test_it_moves_while_it_is_seen_and_nothing_is_drawn_while_it_is_not(person: People) -> None:
    alice = watching(person)
    entered(alice)
    before = painted(alice)
    alice.wait_until(lambda: painted(alice) > before + 3)
    alice.page.evaluate(HIDE, True)
    before = painted(alice)
    frames(alice, 20)
    assert painted(alice) == before
    alice.page.evaluate(HIDE, False)
    alice.wait_until(lambda: painted(alice) > before)
    alice.page.keyboard.press("Escape")
    before = painted(alice)
    frames(alice, 20)
    assert painted(alice) == before


def test_without_motion_it_is_a_picture(person: People) -> None:
    alice = watching(person)
    alice.page.emulate_media(reduced_motion="reduce")
    entered(alice)
    alice.wait_until(lambda: painted(alice))
    frames(alice, 5)
    before = painted(alice)
    frames(alice, 20)
    assert painted(alice) == before


@pytest.mark.parametrize(
    ("lacks", "painter"),
    [(["webgl"], "canvas"), (["webgl", "2d"], "none")],
)
def test_without_webgl_there_is_another_orb(person: People, lacks: list[str], painter: str) -> None:
    alice = watching(person, *lacks)
    entered(alice)
    expect(room(alice).locator("canvas")).to_have_attribute("data-painter", painter)
    gradient = room(alice).locator(".orb")
    visible = gradient.evaluate("(orb) => getComputedStyle(orb).visibility === 'visible'")
    assert visible is (painter == "none")
    assert alice.violations() == []


def test_a_graphics_card_that_goes_leaves_a_plain_picture(person: People) -> None:
    alice = watching(person)
    entered(alice)
    canvas = room(alice).locator("canvas")
    if canvas.get_attribute("data-painter") != "webgl":
        pytest.skip("This Chromium has no WebGL")
    canvas.evaluate(
        "(one) => one.getContext('webgl').getExtension('WEBGL_lose_context').loseContext()"
    )
    expect(canvas).to_have_attribute("data-painter", "canvas")


def test_it_has_no_fault_before_a_call(alice: Person) -> None:
    entered(alice)
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []


def test_it_has_no_fault_in_a_call(alice: Person) -> None:
    alice.talk()
    alice.ask("what-time-is-it-in-tokyo")
    entered(alice)
    assert faults_in_every_look(alice.page) == []
    in_room(alice, "Transcript").click()
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []


def test_everything_is_in_reach_and_nothing_overlaps(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    entered(alice)
    for width, height in [*SIZES, (360, 600), (740, 360), (650, 700)]:
        alice.page.set_viewport_size({"width": width, "height": height})
        assert misplaced(alice, width, height) == []


def test_settings_stand_beside_it_on_a_desk_and_over_it_on_a_phone(alice: Person) -> None:
    entered(alice)
    in_room(alice, "Call settings").click()
    panel = alice.page.get_by_role("dialog", name="Call settings")
    expect(panel.get_by_label("Voice")).to_be_visible()
    alice.page.set_viewport_size({"width": 1280, "height": 800})
    room_box, panel_box = room(alice).bounding_box(), panel.bounding_box()
    assert room_box
    assert panel_box
    assert room_box["x"] + room_box["width"] <= panel_box["x"]


def test_the_bar_shows_captions_when_asked_to(alice: Person) -> None:
    alice.talk()
    caption = alice.call.get_by_role("button", name="Captions")
    caption.click()
    expect(caption).to_have_attribute("aria-pressed", "true")
    alice.ask("hello-how-are-you")
    words = alice.call.locator("[data-part=words]")
    expect(words).to_have_text(re.compile("How are you"))
    alice.page.keyboard.press("c")
    expect(words).to_be_hidden()

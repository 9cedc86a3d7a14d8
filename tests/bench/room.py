"""What the orb and the meters of a call cost while it listens: to the page, and to all of Chromium."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, expect

from tests.bench.figures import Figure
from tests.live.parley import Parley
from tests.live.person import Person

EMAIL = "alice@example.com"
LOOK_S = 6
WANTED_PERCENT = 5
WATCH_PAINTING = """
  window.painted = 0;
  const counted = (prototype, name) => {
    const own = prototype[name];
    prototype[name] = function (...given) { window.painted += 1; return own.apply(this, given); };
  };
  counted(WebGLRenderingContext.prototype, "drawArrays");
  counted(CanvasRenderingContext2D.prototype, "clearRect");
  const drawn = SVGPathElement.prototype.setAttribute;
  SVGPathElement.prototype.setAttribute = function (...given) {
    window.painted += 1;
    return drawn.apply(this, given);
  };
"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@dataclass
class Spent:
    """Seconds of a processor, and pictures, up to a moment."""

    page: float
    all: float
    painted: int


class Gauge:
    def __init__(self, browser: Browser, person: Person) -> None:
        self.person = person
        self._page = person.context.new_cdp_session(person.page)
        # Not while others had the core.
        self._page.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._browser = browser.new_browser_cdp_session()

    def look(self) -> Spent:
        """What one look of so many seconds costs, while somebody speaks."""
        self.person.say("tell-me-a-story")
        first = self._spent()
        self.person.page.wait_for_timeout(LOOK_S * 1000)
        last = self._spent()
        return Spent(last.page - first.page, last.all - first.all, last.painted - first.painted)

    def _spent(self) -> Spent:
        metrics = self._page.send("Performance.getMetrics")["metrics"]
        page = next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")
        processes = self._browser.send("SystemInfo.getProcessInfo")["processInfo"]
        painted: int = self.person.page.evaluate("() => window.painted")
        return Spent(page, sum(float(one["cpuTime"]) for one in processes), painted)


def processor(browser: Browser, parley: Parley, runs: int) -> list[Figure]:
    """Each less the same call with the page hidden; nobody answers, for it is held."""
    person = _listening(browser, parley)
    gauge = Gauge(browser, person)
    hidden = _hidden(gauge, runs)
    bar = [gauge.look() for _ in range(runs)]
    person.page.keyboard.press("v")
    expect(person.page.get_by_role("region", name="Voice room")).to_be_visible()
    room = [gauge.look() for _ in range(runs)]
    painter = person.page.locator("[data-view=room] canvas").get_attribute("data-painter")
    nothing = _hidden(gauge, runs)
    person.leave()
    rest = min(one.page for one in hidden)
    rest_of_all = min(one.all for one in hidden)
    whole = [_share(one.all - rest_of_all) for one in room]
    return [
        _figure("the bar's meters", [_share(one.page - rest) for one in bar]),
        _figure(f"the room: orb ({painter}) and meters", [_share(one.page - rest) for one in room]),
        Figure("the same, all processes of Chromium, no graphics card", whole, None, unit="%"),
        Figure(
            "pictures drawn while hidden",
            [float(one.painted) for one in nothing],
            0,
            unit="pictures",
        ),
    ]


def _figure(name: str, shares: list[float]) -> Figure:
    return Figure(f"{name}, the page's processor while listening", shares, WANTED_PERCENT, unit="%")


def _hidden(gauge: Gauge, runs: int) -> list[Spent]:
    gauge.person.page.evaluate(HIDE, True)
    found = [gauge.look() for _ in range(runs)]
    gauge.person.page.evaluate(HIDE, False)
    _hold(gauge.person)  # whoever looks elsewhere lets go
    return found


def _share(seconds: float) -> float:
    """Percent of one core."""
    return max(0.0, seconds) / LOOK_S * 100


def _listening(browser: Browser, parley: Parley) -> Person:
    """In a call that nobody answers: push to talk, and held."""
    person = Person(browser, parley, EMAIL)
    person.context.add_init_script(WATCH_PAINTING)
    person.page.reload()
    person.new_conversation()
    person.talk()
    person.call.get_by_role("button", name="Microphone and loudspeaker").click()
    person.page.get_by_role("switch", name="Push to talk").check()
    person.page.keyboard.press("Escape")
    _hold(person)
    return person


def _hold(person: Person) -> None:
    """As a screen reader does: pressed once to begin."""
    button = person.page.locator(".control--hold")
    expect(button).to_be_visible()
    button.evaluate("(button) => button.click()")
    expect(button).to_have_attribute("aria-pressed", "true")

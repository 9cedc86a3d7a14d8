"""What a page costs whoever comes for the first time: each answer that it waited for, and its bytes."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page


@dataclass
class Weight:
    """Of one load: addresses, and bytes as they came over the wire (headers, after compression)."""

    answers: list[tuple[str, float]] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.answers)

    @property
    def kilobytes(self) -> float:
        return sum(size for _, size in self.answers) / 1000


def weigh(page: Page, path: str) -> Weight:
    """Load a page with an empty cache, until the network is idle; redirects count."""
    session = page.context.new_cdp_session(page)
    weight = Weight()
    _note(session, weight)
    session.send("Network.clearBrowserCache")
    page.goto(path, wait_until="networkidle")
    session.detach()
    return weight


def _note(session: CDPSession, weight: Weight) -> None:
    addresses: dict[str, str] = {}

    def asked(event: dict[str, Any]) -> None:
        if "redirectResponse" in event:
            arrived({**event, **event["redirectResponse"]})
        addresses[event["requestId"]] = event["request"]["url"]

    def arrived(event: dict[str, Any]) -> None:
        address = addresses.get(event["requestId"], "")
        if address.startswith("http"):
            weight.answers.append((address, event["encodedDataLength"]))

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", arrived)
    session.send("Network.enable")

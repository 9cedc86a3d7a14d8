"""What every process of the engine does first: its log, and what the transports must know."""

import logging

from engine.settings import Settings
from engine.transports import ice, loudness


def prepare(settings: Settings) -> None:
    logging.basicConfig(level=logging.INFO, format="engine %(levelname)s %(message)s")
    logging.getLogger("aioice").setLevel(logging.WARNING)
    ice.offer_loopback_when_alone()
    ice.lose_peers_after(settings.lost_s)
    loudness.weigh_quickly()

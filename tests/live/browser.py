"""Chromium, with a microphone that is always allowed (the flags are from measurements, engine.md 7)."""

import shutil

from playwright.sync_api import Browser, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",  # for machines with no other interface
]


def launched(playwright: Playwright, *flags: str) -> Browser:
    return playwright.chromium.launch(executable_path=path_of_chromium(), args=[*FLAGS, *flags])


def path_of_chromium() -> str:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        raise FileNotFoundError("Chromium is not installed")
    return path

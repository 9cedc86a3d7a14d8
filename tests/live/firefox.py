"""Debian's Firefox, by WebDriver BiDi (Playwright cannot drive it), and a sound device for it."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import connect
from websockets.sync.connection import Connection

from tests.live.parley import Parley
from tests.live.processes import wait_until
from tests.run.servers import HOST

UP_WITHIN_S = 90.0
ANSWER_WITHIN_S = 60.0
BUTTON = """[...document.querySelectorAll("button")].find((one) => one.checkVisibility()
  && (one.ariaLabel ?? one.textContent).replace(/\\s+/g, " ").trim() === %s)"""
PREFERENCES: dict[str, bool | int] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "remote.active-protocols": 1,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
}


class Firefox:
    """One tab, somebody's own."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._asked = 0
        self._ask("session.new", capabilities={})
        self._tab = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def prepare(self, script: str) -> None:
        """Runs in every page before its own."""
        self._ask("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")

    def visit(self, parley: Parley, cookie: Any) -> None:
        """Logged in by this cookie."""
        value = {"type": "string", "value": cookie["value"]}
        own = {"name": cookie["name"], "value": value, "domain": HOST}
        self._ask("storage.setCookie", cookie=own)
        url = f"{parley.address}/"
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def evaluate(self, function: str) -> Any:
        """What it resolves to, by way of JSON; as if the person had just clicked."""
        done = self._ask(
            "script.callFunction",
            functionDeclaration=f"async () => JSON.stringify(await ({function})())",
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=True,
        )
        if done["type"] != "success":
            raise RuntimeError(done["exceptionDetails"]["text"])
        return json.loads(done["result"]["value"])

    def press(self, name: str) -> None:
        button = BUTTON % json.dumps(name)
        self.wait_for(button)
        self.evaluate(f"async () => {{ {button}.click(); return null; }}")

    def wait_for(self, condition: str) -> None:
        wait_until(lambda: self.evaluate(f"async () => Boolean({condition})"), ANSWER_WITHIN_S)

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._asked += 1
        self._line.send(json.dumps({"id": self._asked, "method": method, "params": params}))
        while (answer := json.loads(self._line.recv(ANSWER_WITHIN_S))).get("id") != self._asked:
            pass  # an event
        if answer["type"] != "success":
            raise RuntimeError(f"{method}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result


@contextmanager
def firefox(folder: Path, device_rate: int, **preferences: int) -> Iterator[Firefox]:
    """With a profile of its own, and a sound device that takes so many samples a second."""
    wanted = PREFERENCES | preferences
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(to)});" for name, to in wanted.items()]
    (folder / "user.js").write_text("\n".join(lines))
    command = ["firefox-esr", "--headless", "--no-remote", "--profile", str(folder)]
    command += ["--remote-debugging-port", "0"]
    with ExitStack() as running:
        sound = running.enter_context(_sound_device(folder, device_rate))
        own = {**os.environ, "HOME": str(folder), "PULSE_SERVER": f"unix:{sound}"}
        log = running.enter_context(_started(command, folder, own))
        yield Firefox(running.enter_context(connect(f"{_address(log)}/session", max_size=None)))


@contextmanager
def _sound_device(folder: Path, rate: int) -> Iterator[Path]:
    """Without one Firefox's sound contexts have no clock, and never start."""
    socket = folder / "sound"
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
    modules = [f"module-null-sink rate={rate}"]
    modules.append(f"module-native-protocol-unix auth-anonymous=1 socket={socket}")
    command += [f"--load={module}" for module in modules]
    own = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    with _started(command, folder, own):
        wait_until(socket.exists, UP_WITHIN_S)
        yield socket


@contextmanager
def _started(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[Path]:
    """What it has to say is in this file."""
    log = folder / f"{command[0]}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield log
    finally:
        process.terminate()
        process.wait(UP_WITHIN_S)


def _address(log: Path) -> str:
    def said() -> str | None:
        found = re.search(
            r"WebDriver BiDi listening on (ws://\S+)", log.read_text(errors="replace")
        )
        return found and found[1]

    wait_until(lambda: bool(said()), UP_WITHIN_S)
    return said() or ""

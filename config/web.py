"""`python -m config.web [--host HOST] [--port PORT]`: one web process of a grown installation (uvicorn).

Here is what a long command line would have to repeat, and what would be missed too late: checks.
"""

import argparse
import io
import os
import sys
from typing import Any

import django
import uvicorn
from django.core.management import CommandError, call_command

from config.sound_lane import SoundLane

# Of one socket: with the largest that there may be, 1 MiB.
MOST_WAITING = 4


class Patient(SoundLane):
    """Reads a little ahead, and lets a browser answer the closing frame when the process stops.

    uvicorn's own cuts the connection under it, and a browser that is just sending sees 1006, not 1012.
    A browser that takes nothing does not keep its socket: closing waits for nobody, and then it is cut.
    """

    async def send(self, message: Any) -> None:
        if message["type"] == "websocket.close":
            self.writable.set()
            self.go_on()  # the browser's answer is to be read
        await super().send(message)
        self._cut_when_closed()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._cut_when_closed()

    def send_receive_event_to_app(self) -> None:
        """Reading pauses when some messages wait, not at each: a pause costs as much as a message."""
        was_paused, self.read_paused = self.read_paused, True  # so that it is left to us
        super().send_receive_event_to_app()
        self.read_paused = was_paused or self.queue.qsize() > MOST_WAITING
        if self.read_paused and not was_paused:
            self.transport.pause_reading()

    def shutdown(self) -> None:
        is_answer_due = self.close_timer is not None
        if not is_answer_due:
            super().shutdown()

    def _cut_when_closed(self) -> None:
        """A transport that is only closed goes on for ever with what nobody takes."""
        if self.close_sent:
            self.loop.call_later(self.close_timeout, self.transport.abort)


OPTIONS: dict[str, Any] = {
    "lifespan": "on",
    "ws": Patient,
    # Frames of a tab are 64 KiB at most; a little more is answered, much more closes with 1009.
    "ws_max_size": 256 * 1024,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
    # Each compressed socket keeps 50 KiB of windows, and a small message can unpack to a large one.
    "ws_per_message_deflate": False,
    "backlog": 2_048,
    "timeout_graceful_shutdown": 2,
    # PROXY_COUNT says which headers are believed, for every server alike (config/settings.py).
    "proxy_headers": False,
    "server_header": False,
    "access_log": False,
    "log_config": None,
}


def main(arguments: list[str], application: str = "config.asgi:application") -> int:
    parser = argparse.ArgumentParser(prog="python -m config.web", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
    parser.add_argument("--port", default=8000, type=int, help="where to listen (8000)")
    given = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        call_command("check", stdout=io.StringIO())  # errors are raised, warnings go to stderr
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    uvicorn.run(application, host=given.host, port=given.port, **OPTIONS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

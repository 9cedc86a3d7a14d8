"""A step that runs beside the others: what it prints is shown when it is its turn."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.run.steps import LIMIT_S, ROOT

SHOW_EVERY_S = 0.5


class Aside:
    """Starts at once; `finish` shows all that it has printed, then what it still prints."""

    def __init__(self, command: list[str], environment: dict[str, str], printed: Path) -> None:
        # It reads there how the others went and waits for the end of it, which comes when we close.
        read, tell = os.pipe()
        self._tell = os.fdopen(tell, "w", encoding="utf-8")
        self._until = time.monotonic() + LIMIT_S
        # A file and no pipe: a pipe that fills would stop the step until its turn.
        with printed.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**environment, "PARLEY_STEPS": str(read)},
                pass_fds=[read],
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        os.close(read)
        self._printed = printed.open("rb")

    def finish(self, so_far: list[str]) -> bool:
        """Whether it passed."""
        self._tell.write("\n".join(so_far))
        self._tell.close()
        while not self._has_ended():
            self._show()
        self._show()
        return self.process.returncode == 0

    def end(self) -> None:
        """However the others went, nothing of it is left running."""
        self.process.kill()
        self.process.wait()
        self._tell.close()
        self._printed.close()

    def _has_ended(self) -> bool:
        if time.monotonic() > self._until:
            self.process.kill()
        try:
            self.process.wait(SHOW_EVERY_S)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _show(self) -> None:
        sys.stdout.buffer.write(self._printed.read())
        sys.stdout.flush()

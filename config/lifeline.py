"""End this process when the pipe inherited from the supervisor closes: nothing is left behind."""

import os
import signal
import threading
import time

GOODBYE_S = 3.0


def end_with_parent() -> None:
    """Watch LIFELINE_FD, when given, from a daemon thread."""
    descriptor = os.environ.pop("LIFELINE_FD", "")
    if descriptor:
        watch = threading.Thread(target=_wait, args=[int(descriptor)], name="lifeline", daemon=True)
        watch.start()


def _wait(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    # A server that waits for its open connections would wait for ever: nobody is left to insist.
    time.sleep(GOODBYE_S)
    os._exit(1)

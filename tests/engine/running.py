"""Starts `python -m engine` and knows where things are."""

import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

KEY = "sk-of-the-tests"
ORIGIN = "http://127.0.0.1:8000"
LONGEST_START_S = 60.0


@dataclass(frozen=True)
class Address:
    port: int

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}/v1"


class EngineProcess:
    def __init__(self, lifeline: int | None = None, **environment: str) -> None:
        self.address = Address(free_port())
        own = {"ENGINE_API_KEY": KEY, "ENGINE_PORT": str(self.address.port), **environment}
        passed = () if lifeline is None else (lifeline,)
        if lifeline is not None:
            own["ENGINE_LIFELINE_FD"] = str(lifeline)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "engine"],
            env={**os.environ, **own},
            pass_fds=passed,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_healthy(self) -> None:
        wait_until_healthy(self.address.port, self.process)

    def end(self) -> str:
        """SIGTERM; what it wrote."""
        self.process.terminate()
        return self.written()

    def written(self) -> str:
        """Waits for its end; a test that ends it some other way reads it here."""
        output, problems = self.process.communicate(timeout=10)
        return output + problems


def wait_until_healthy(port: int, process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + LONGEST_START_S
    while not _healthy(port):
        assert process.poll() is None, "the engine ended at its start"
        assert time.monotonic() < end, "the engine did not start"


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except ConnectionRefusedError:
        time.sleep(0.05)
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

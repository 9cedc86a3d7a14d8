"""A grown Parley to measure, without the worker and beat."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live.grown import UVICORN, Grown


@contextmanager
def grown(webs: int, server: list[str] = UVICORN) -> Iterator[Grown]:
    with (
        tempfile.TemporaryDirectory(prefix="parley-bench-") as folder,
        Grown(Path(folder)).running(webs, server, jobs=False) as parley,
    ):
        yield parley


def direct(parley: Grown) -> list[str]:
    """The addresses of its web processes, past the proxy."""
    return [f"http://127.0.0.1:{web.port}" for web in parley.webs]

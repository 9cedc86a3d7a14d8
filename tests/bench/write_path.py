"""The write path against raw psycopg: the same transactions, in the same run, on PostgreSQL."""

import json
import os
import subprocess
import sys
import tempfile

from tests.bench.figures import Figure
from tests.rules.files import ROOT
from tests.run import servers

# The write path may take 2.5 times as long as psycopg alone, which decodes, checks and decides nothing.
MOST_TIMES = 2.5
LONGEST_S = 120


def against_psycopg() -> list[Figure]:
    with servers.postgresql() as database, tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database.address,
            "DATA_DIR": folder,
            "SECRET_KEY": "only-for-this-measurement" * 3,
            "ALLOWED_HOSTS": servers.HOST,
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.writing"],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            timeout=LONGEST_S,
        )
    found = json.loads(done.stdout)
    return [figure for size, runs in found.items() for figure in _figures(size, runs)]


def _figures(size: str, runs: list[tuple[float, float]]) -> list[Figure]:
    name = f"events written in batches of {size}"
    rates = [ours for ours, _ in runs]
    times = [raw / ours for ours, raw in runs]
    return [
        Figure(f"{name}, eight conversations at once", rates, unit="a second"),
        Figure(f"{name}: times as long as psycopg alone", times, MOST_TIMES, "times"),
    ]

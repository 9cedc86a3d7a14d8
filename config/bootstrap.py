"""Make the virtual environment that `make` needs, then run the named module in it.

    python3 -I config/bootstrap.py LOCK MODULE [ARGUMENT...]

Runs before anything is installed, so it uses the standard library only, and no syntax that an old
Python could not read far enough to say that it is too old.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from typing import NoReturn

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENVIRONMENT = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(ENVIRONMENT, "bin", "python")


def main(lock: str, command: "list[str]") -> None:
    refuse_unfit_python()
    if not environment_works():
        make_environment()
    install(lock)
    os.chdir(ROOT)
    os.execv(PYTHON, [PYTHON, "-m", *command])


def refuse_unfit_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        stop(f"Parley needs Python 3.11 or later; this one is {found}. Try PYTHON=python3.11")
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            stop("Python's venv module is missing. On Debian: apt-get install python3-venv")


def environment_works() -> bool:
    """Whether .venv is there and its Python starts: it does not after the system's was replaced."""
    if not os.path.exists(PYTHON):
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0


def make_environment() -> None:
    print("Making the virtual environment in .venv ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT])
    if made.returncode:
        stop("The virtual environment could not be made; the lines above say why.")


def install(lock: str) -> None:
    """Install a lock file, unless what it says is what was installed from it last."""
    path = os.path.join(ROOT, "config", "locks", lock + ".lock")
    with open(path, "rb") as file:
        wanted = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(ENVIRONMENT, lock + ".installed")
    if read(stamp) == wanted:
        return
    print("Installing what Parley needs (about half a minute, once) ...", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--requirement", path]).returncode:
        stop("The installation failed; the lines above say why. The same command goes on.")
    with open(stamp, "w") as file:
        file.write(wanted)


def read(path: str) -> str:
    if not os.path.exists(path):
        return ""
    with open(path) as file:
        return file.read()


def stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

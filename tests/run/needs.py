"""Find the programs and fonts that the tests need, and install from the system's packages what is missing."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.run.steps import ROOT

# Program: the Debian packages that bring it.
PROGRAMS = {
    "node": ["nodejs"],
    "npm": ["npm"],
    "chromium": ["chromium"],
    "firefox-esr": ["firefox-esr"],
    "pulseaudio": ["pulseaudio"],
    "fonts": ["fonts-liberation"],
    "redis-server": ["redis-server"],
    "postgres": ["postgresql"],
}
# What our pages ask for on a machine like this. Without it they get a wider one, and less fits.
FONT = "/usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf"
POSTGRESQL_FOLDERS = "/usr/lib/postgresql/*/bin"
NPM_STAMP = ROOT / "node_modules" / ".installed"


def find(program: str) -> str | None:
    """Where a program is; Debian keeps PostgreSQL's servers off the PATH, one folder a version."""
    if program == "fonts":
        return next(map(str, Path("/").glob(FONT.removeprefix("/"))), None)
    if found := shutil.which(program):
        return found
    folders = [*Path("/").glob(POSTGRESQL_FOLDERS.removeprefix("/"))]
    versions = sorted(folders, key=lambda folder: int(folder.parent.name), reverse=True)
    return next((str(one / program) for one in versions if (one / program).exists()), None)


def install(wanted: set[str]) -> set[str]:
    """Install what is missing, where this process may; returns what is still missing."""
    missing = {name for name in wanted & PROGRAMS.keys() if not find(name)}
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_get([package for name in sorted(missing) for package in PROGRAMS[name]])
    missing = {name for name in wanted & PROGRAMS.keys() if not find(name)}
    if "npm packages" in wanted and not _npm_packages():
        missing.add("npm packages")
    return missing


def _apt_get(packages: list[str]) -> None:
    print(f"Installing {', '.join(packages)} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run(["apt-get", "update", *options], env=quiet, check=False)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *options, *packages]
    subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL)


def _npm_packages() -> bool:
    """Whether node_modules is what package-lock.json says."""
    lock = ROOT / "package-lock.json"
    if not shutil.which("npm") or not lock.exists():
        return False
    wanted = lock.read_text(encoding="utf-8")
    if NPM_STAMP.exists() and NPM_STAMP.read_text(encoding="utf-8") == wanted:
        return True
    done = subprocess.run(
        ["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=ROOT, check=False
    )
    if done.returncode == 0:
        NPM_STAMP.write_text(wanted, encoding="utf-8")
    return done.returncode == 0

"""`make lock`: write the lock files anew from the pins in pyproject.toml."""

import subprocess
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "config" / "locks"
UV = "uv==0.13.8"  # resolves for all systems at once, which pip cannot

# The largest first: the smaller ones are held to its versions.
EXTRAS = {"test": ["engine", "test"], "run": ["engine"], "production": []}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        binaries = Path(folder) / "bin"
        subprocess.run([binaries / "pip", "install", "--quiet", UV], check=True)
        for name, extras in EXTRAS.items():
            _compile(binaries / "uv", name, extras)


def _compile(uv: Path, name: str, extras: list[str]) -> None:
    target = LOCKS / f"{name}.lock"
    command = [
        str(uv),
        "pip",
        "compile",
        "--universal",
        "--python-version=3.11",
        "--generate-hashes",
    ]
    command += ["--no-header", "--quiet", "--no-annotate", f"--output-file={target}"]
    command += [f"--extra={extra}" for extra in extras]
    if name != "test":
        command.append(f"--constraints={LOCKS / 'test.lock'}")
    target.unlink(missing_ok=True)  # uv would keep the versions that it finds there
    subprocess.run([*command, "pyproject.toml"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()

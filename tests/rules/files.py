"""The project's own files, as git knows them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def ours(*patterns: str) -> list[Path]:
    """Files under version control, and new ones that are not ignored, which still exist."""
    command = [
        "git",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        *patterns,
    ]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return sorted({path for path in paths if path.is_file()})


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())

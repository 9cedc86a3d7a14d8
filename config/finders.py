"""Where Django finds the joined files: made when they are asked for, so that an edit shows at once."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from config import joining

FOLDER = "joined"
# All but the first come when they are needed: by the room, by sound, by a call through the server, by its Opus.
SCRIPTS = (
    "js/app.js",
    "js/room/room.js",
    "js/audio/worklets/sound.js",
    "js/call/transports/socket.js",
    "js/audio/opus.js",
)
STYLES = ("css/layers.css",)


class JoinedFinder(BaseFinder):
    """`joined/js/app.js` is `js/app.js` with all that it imports; the style sheet likewise."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = path.removeprefix(f"{FOLDER}/")
        if source == path or source not in (*SCRIPTS, *STYLES):
            return []
        found = str(_made(source))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        storage = FileSystemStorage(location=settings.DATA_DIR)
        for source in (*SCRIPTS, *STYLES):
            _made(source)
            yield f"{FOLDER}/{source}", storage


def _made(source: str) -> Path:
    """Written only when it changed: by its time collectstatic and browsers know it again."""
    path: Path = settings.DATA_DIR / FOLDER / source
    text = _joined(settings.BASE_DIR / "static" / source, source)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{uuid4().hex}")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)  # whoever reads it meanwhile reads the whole of one
    return path


def _joined(entry: Path, source: str) -> str:
    if source in STYLES:
        return joining.styles(entry)
    return joining.script(entry, f"../../{Path(source).parent.as_posix()}")

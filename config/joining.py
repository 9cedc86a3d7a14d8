"""One script from many modules, one style sheet from many: a page asks for each of them once.

The modules keep their names and their form; only what stands for readers of the source (`/** ... */` on
lines of its own) is left out, a fifth of what a page would fetch. What this cannot join truthfully (a
circle, a default export, a module's namespace) it refuses by name.
"""

import os
import re
from pathlib import Path

HEAD = "/* Joined by config/joining.py from the files named below; each is served by itself as well. */"
CSS_IMPORT = re.compile(r'^@import (?:url\()?"([^"]+)"\)?;$', re.MULTILINE)
JS_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.{1,2}/[^"]+)";$', re.MULTILINE)
JS_EXPORT = re.compile(r"^export ((?:async )?(?:class|function\*?|const) (\w+))", re.MULTILINE)
JS_DOC = re.compile(r"^[ \t]*/\*\*(?:(?!\*/)[\s\S])*\*/\n", re.MULTILINE)
JS_OTHER = re.compile(r"^(?:import|export|await)\b.*", re.MULTILINE)


class CannotJoin(Exception):
    """What stands where, and why it stays out."""


def styles(entry: Path) -> str:
    """The entry with every `@import` replaced by its file."""

    def imported(found: re.Match[str]) -> str:
        path = entry.parent / found[1]
        text = path.read_text(encoding="utf-8")
        if "url(" in text or "@import" in text:
            raise CannotJoin(f"{path}: an address in it would be read from another folder")
        return f"/* {found[1]} */\n{text}"

    return f"{HEAD}\n{CSS_IMPORT.sub(imported, entry.read_text(encoding='utf-8'))}"


def script(entry: Path, served_from: str) -> str:
    """The entry after everything that it imports, each module in a function of its own; what the entry
    exports is exported, for whoever imports it while the page runs.

    `served_from` leads from the folder of the joined file to that of the entry ("../../js"), for
    modules that load a file beside them (`import.meta.url`).
    """
    modules: dict[Path, str] = {}
    _collect(entry.resolve(), modules, ())
    root = entry.resolve().parent
    written = [_wrapped(path, modules[path], root, served_from) for path in modules]
    given = [found[2] for found in JS_EXPORT.finditer(modules[entry.resolve()])]
    door = f'export const {{ {", ".join(given)} }} = $modules["{entry.name}"];\n' if given else ""
    return "\n".join([HEAD, "const $modules = Object.create(null);", *written, door])


def _collect(path: Path, modules: dict[Path, str], importers: tuple[Path, ...]) -> None:
    """What is imported comes before what imports it, as in the browser."""
    if path in importers:
        raise CannotJoin(f"{path.name}: imports itself by way of {importers[-1].name}")
    if path in modules:
        return
    text = path.read_text(encoding="utf-8")
    for found in JS_IMPORT.finditer(text):
        _collect(_target(path, found), modules, (*importers, path))
    modules[path] = text


def _wrapped(path: Path, text: str, root: Path, served_from: str) -> str:
    name = _name(path, root)
    code = JS_DOC.sub("", text)
    body = JS_IMPORT.sub(lambda found: _binding(found, _name(_target(path, found), root)), code)
    exported = [found[2] for found in JS_EXPORT.finditer(body)]
    body = JS_EXPORT.sub(r"\1", body)
    if left := JS_OTHER.search(body):
        raise CannotJoin(f"{name}: {left[0]}")
    body = body.replace("import.meta.url", f'new URL("{served_from}/{name}", import.meta.url).href')
    return f'$modules["{name}"] = (() => {{\n{body}return {{ {", ".join(exported)} }};\n}})();\n'


def _binding(found: re.Match[str], name: str) -> str:
    if found[1] is None:
        return f"// {name} has run"
    return f'const {{{found[1].replace(" as ", ": ")}}} = $modules["{name}"];'


def _target(path: Path, found: re.Match[str]) -> Path:
    return (path.parent / found[2]).resolve()


def _name(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()

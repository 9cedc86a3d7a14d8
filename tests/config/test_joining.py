"""Many files become one, or a refusal that names the place."""

import subprocess
from pathlib import Path

import pytest

from config import joining
from tests.rules.files import ROOT

PRINTED = 'import { told } from "./lib/told.js";\nconsole.log(told());\n'
TOLD = 'import { WORD as word } from "../word.js";\nexport function told() { return word; }\n'


def test_a_joined_script_does_what_its_modules_do(tmp_path: Path) -> None:
    entry = _written(
        tmp_path, {"app.js": PRINTED, "lib/told.js": TOLD, "word.js": _exported("yes")}
    )
    assert _run(entry) == "yes\n"


def test_two_modules_may_use_one_name(tmp_path: Path) -> None:
    other = 'const WORD = "no";\nexport const other = () => WORD;\n'
    imports = 'import { other } from "./other.js";\nimport { WORD } from "./word.js";\n'
    app = f"{imports}console.log(other(), WORD);\n"
    entry = _written(tmp_path, {"app.js": app, "other.js": other, "word.js": _exported("yes")})
    assert _run(entry) == "no yes\n"


def test_a_module_runs_once_however_many_import_it(tmp_path: Path) -> None:
    once = 'console.log("once");\n'
    app = 'import "./one.js";\nimport "./two.js";\n'
    both = dict.fromkeys(("one.js", "two.js"), 'import "./once.js";\n')
    assert _run(_written(tmp_path, {"app.js": app, "once.js": once, **both})) == "once\n"


def test_what_stands_for_readers_of_the_source_is_left_out(tmp_path: Path) -> None:
    doc = "/**\n * For readers.\n */\n"
    inside = "  /** Here too. */\n  console.log(word); /* kept */\n"
    app = f'{doc}const say = (word) => {{\n{inside}}};\nsay("yes");\n'
    entry = _written(tmp_path, {"app.js": app})
    joined = joining.script(entry, "../js")
    left = [words for words in ("For readers", "Here too", "/* kept */") if words in joined]
    assert left == ["/* kept */"]
    assert _run(entry) == "yes\n"


def test_a_module_finds_the_file_beside_it(tmp_path: Path) -> None:
    app = 'import { beside } from "./audio/beside.js";\nconsole.log(beside);\n'
    beside = 'export const beside = new URL("./worklet.js", import.meta.url).pathname;\n'
    entry = _written(tmp_path / "js", {"app.js": app, "audio/beside.js": beside})
    assert _run(entry) == f"{tmp_path}/js/audio/worklet.js\n"


@pytest.mark.parametrize(
    "line",
    [
        "export default 1;",
        "export let word = 1;",
        "export { word };",
        'export * from "./x.js";',
        'import * as word from "./word.js";',
        'import word from "./word.js";',
        'import { word } from "package";',
        "await word;",
    ],
)
def test_what_it_cannot_join_is_refused_by_name(tmp_path: Path, line: str) -> None:
    entry = _written(tmp_path, {"app.js": f"{line}\n", "word.js": _exported("yes")})
    with pytest.raises(joining.CannotJoin) as refused:
        joining.script(entry, "")
    assert str(refused.value) == f"app.js: {line}"


def test_a_circle_is_refused(tmp_path: Path) -> None:
    entry = _written(tmp_path, {"a.js": 'import "./b.js";\n', "b.js": 'import "./a.js";\n'})
    with pytest.raises(joining.CannotJoin, match=r"a\.js: imports itself by way of b\.js"):
        joining.script(entry, "")


def test_a_joined_style_sheet_has_every_file_in_order(tmp_path: Path) -> None:
    files = {
        "all.css": '@layer a, b;\n@import "b.css";\n@import "a.css";\n',
        "a.css": "a {}",
        "b.css": "b {}",
    }
    joined = joining.styles(_written(tmp_path, files))
    assert joined.index("@layer") < joined.index("b {}") < joined.index("a {}")
    assert "@import" not in joined


def test_a_style_sheet_that_names_an_address_is_refused(tmp_path: Path) -> None:
    files = {"all.css": '@import "a.css";\n', "a.css": 'a { background: url("x.png"); }'}
    with pytest.raises(joining.CannotJoin, match=r"a\.css"):
        joining.styles(_written(tmp_path, files))


def test_our_own_script_joins_and_can_be_read(tmp_path: Path) -> None:
    joined = tmp_path / "app.mjs"
    joined.write_text(joining.script(ROOT / "static/js/app.js", "../../js"), encoding="utf-8")
    subprocess.run(["node", "--check", str(joined)], check=True, timeout=30)


def test_every_style_sheet_of_ours_is_joined() -> None:
    css = ROOT / "static" / "css"
    joined = joining.styles(css / "layers.css")
    named = [path.relative_to(css).as_posix() for path in css.rglob("*.css")]
    alone = {"layers.css", "components/room.css"}  # the room's comes when it is first opened
    assert [name for name in named if name not in alone and f"/* {name} */" not in joined] == []


def _exported(word: str) -> str:
    return f'export const WORD = "{word}";\n'


def _written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / next(iter(files))


def _run(entry: Path) -> str:
    """As the browser would: one module, in a folder beside that of the sources."""
    joined = entry.parent.parent / "joined.mjs"
    joined.write_text(joining.script(entry, entry.parent.name), encoding="utf-8")
    return subprocess.run(
        ["node", str(joined)], check=True, capture_output=True, text=True, timeout=30
    ).stdout

"""The content security policy allows no inline script or style: no template may hold any."""

from html.parser import HTMLParser

from tests.rules.files import named, ours


class InlineCode(HTMLParser):
    """Collects what the policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        self.found += [
            name for name in names if name == "style" or name.startswith(("on", "hx-on"))
        ]


def test_no_template_holds_inline_script_or_style() -> None:
    templates = ours("templates/*.html", "chat/templates/*.html")
    assert templates
    found = {named(path): inline_code(path.read_text(encoding="utf-8")) for path in templates}
    assert {name: what for name, what in found.items() if what} == {}


def test_the_search_sees_each_kind_of_inline_code() -> None:
    page = '<style></style><script>1</script><p style="a" onclick="b" hx-on:click="c">'
    assert inline_code(page) == ["<style>", "<script>", "style", "onclick", "hx-on:click"]
    assert inline_code('<script type="module" src="app.js"></script>') == []


def inline_code(page: str) -> list[str]:
    parser = InlineCode()
    parser.feed(page)
    return parser.found

"""What a reasoning model writes to itself is nobody else's business."""

import pytest

from engine.thinking.hidden import Hidden


def shown(text: str, size: int) -> str:
    hidden = Hidden()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return "".join([hidden.feed(piece) for piece in pieces]) + hidden.end()


@pytest.mark.parametrize("size", [1, 5, 1_000])
@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<think>Hm. 5 < 6</think>\n\nHello.", "Hello."),
        ("\n<think></think>Hello.", "Hello."),
        ("Hello <think>.", "Hello <think>."),
        ("<b>Hello</b>", "<b>Hello</b>"),
        ("<thi", "<thi"),
        ("<think>never ends", ""),
        ("", ""),
    ],
)
def test_it_gives_only_the_answer(text: str, rest: str, size: int) -> None:
    assert shown(text, size) == rest

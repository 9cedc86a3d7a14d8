"""Nothing of markdown is read aloud as a symbol."""

import pytest

from engine.thinking.aloud import aloud


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("**Hello** _there_, `friend`.", "Hello there, friend."),
        ("## A title.", "A title."),
        ("- [x] buy milk.", "buy milk."),
        ("> quoted", "quoted"),
        ("See [the docs](https://example.com/a?b=c).", "See the docs."),
        ("![a cat](cat.png) sits", "a cat sits"),
        ("Go to https://www.example.org/a/b?c now.", "Go to example.org now."),
        ("| Paris | 20 \u00b0C |", "Paris, 20 \u00b0C."),
        ("|---|:-:|", ""),
        ("---", ""),
        ("***", ""),
        ("3 * 4 = 12", "3 times 4 = 12"),
        ("call get_time now", "call get time now"),
        ("Great \U0001f600!", "Great !"),
        ("\U0001f680", ""),
        ("Line<br>break", "Linebreak"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("It costs 3.50, ok?", "It costs 3.50, ok?"),
    ],
)
def test_it_leaves_the_words(clause: str, said: str) -> None:
    assert aloud(clause) == said

"""What of an answer is said aloud, and that it stays the same while the answer grows."""

import pytest

from chat.aloud import CODE, LONGEST_CHARACTERS, may_end_sentence, sentences

ANSWER = """# Trains to **Bern**

See the [timetable](https://sbb.ch/a?b=c) or https://example.org/x/y. Dr. Smith, e.g., takes `train_no` 8!

- one
- two *things*

1. first
2. second

```python
for x in y: print("no. one. says this.")
```

| From | Takes |
|:--|--:|
| Basel | 0.9 h |
| Zurich. | 1 h |

> What?! "Yes." he said… 3.5 km 🎉 <b>now</b>

***
Done
"""
SAID = [
    "Trains to Bern.",
    "See the timetable or example.org.",
    "Dr. Smith, e.g., takes train no 8!",
    "one.",
    "two things.",
    "first.",
    "second.",
    CODE,
    "From: Basel, Takes: 0.9 h.",
    "From: Zurich, Takes: 1 h.",
    "What?!",
    '"Yes."',
    "he said…",
    "3.5 km now.",
    "Done.",
]


def test_no_sign_of_markdown_is_read() -> None:
    assert sentences(ANSWER) == SAID


def test_while_it_grows_no_sentence_changes_that_was_given() -> None:
    for end in range(len(ANSWER)):
        given = sentences(ANSWER[:end], is_complete=False)
        assert given == SAID[: len(given)], ANSWER[:end][-30:]


def test_a_sentence_is_there_with_the_space_after_its_stop() -> None:
    assert sentences("Good morning. ", is_complete=False) == ["Good morning."]
    assert sentences("Good morning.", is_complete=False) == []
    assert sentences("おはよう。", is_complete=False) == ["おはよう。"]


@pytest.mark.parametrize("text", ["", "   ", "---", "***", "🎉", "| |\n|-|\n"])
def test_what_says_nothing_is_silent(text: str) -> None:
    assert sentences(text) == []


def test_a_long_sentence_comes_in_parts_and_none_of_it_is_lost() -> None:
    text = "word, " * 200 + "x" * 1000
    parts = sentences(text)
    assert max(map(len, parts)) <= LONGEST_CHARACTERS + 1
    assert "".join(parts).replace(" ", "") == text.replace(" ", "") + "."


@pytest.mark.parametrize(
    "piece", ["morning. ", "so!\n", "- one\n", 'yes." ', "お。", "**bold.** x"]
)
def test_a_piece_that_may_complete_a_sentence_is_noticed(piece: str) -> None:
    assert may_end_sentence(piece)


@pytest.mark.parametrize("piece", ["mor", "3.5", "ning.", ", and "])
def test_a_piece_in_the_middle_of_one_is_not(piece: str) -> None:
    assert not may_end_sentence(piece)

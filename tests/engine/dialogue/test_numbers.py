"""Numbers: read from words and said in words."""

import pytest

from engine.dialogue import numbers


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("twenty five", [25]),
        ("three hundred and five", [305]),
        ("two thousand twenty six", [2026]),
        ("one two three", [1, 2, 3]),
        ("nineteen eighty", [19, 80]),
        ("three point one four", [3.14]),
        ("12 and 3.5", [12, 3.5]),
        ("one hundred", [100]),
        ("no number here", []),
    ],
)
def test_it_finds_the_numbers(said: str, values: list[float]) -> None:
    assert [number.value for number in numbers.find(tuple(said.split()))] == values


@pytest.mark.parametrize("value", [0, 7, 13, 20, 42, 100, 101, 219, 999])
def test_what_it_says_it_can_read(value: int) -> None:
    (number,) = numbers.find(tuple(numbers.say(value).split()))
    assert number.value == value

"""Words: tidied for the database, seen for what they are, alike whatever their accents and case."""

import pytest

from chat import plain_text


@pytest.mark.parametrize(
    ("written", "kept"),
    [("  two \n lines\t", "two lines"), ("a\x00b\x1b", "a b"), ("", ""), (" \r\n ", "")],
)
def test_tidied_words_are_one_line_without_control_characters(written: str, kept: str) -> None:
    assert plain_text.tidied(written) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crème brûlée", "CREME BRULEE"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("İzmir", "izmir"),
        ("Cafe\u0301", "caf\u00e9"),
        ("Ærø", "aero"),
        ("Ελλάς", "ελλασ"),
    ],
)
def test_accents_and_case_make_no_difference(one: str, other: str) -> None:
    assert plain_text.folded(one) == plain_text.folded(other)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\tb\x00c\x1b", "a\tbc"),
        ("half \ud800", "half "),
        ("", ""),
    ],
)
def test_stored_text_keeps_its_lines_and_nothing_that_no_row_takes(written: str, kept: str) -> None:
    assert plain_text.storable(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("invoice\u202efdp.txt", "invoicefdp.txt"),
        ("zero\u200bwidth", "zerowidth"),
        ("Cafe\u0301", "Caf\u00e9"),
        (" two \n lines ", "two lines"),
        ("\ue000private\uffff", "private"),
    ],
)
def test_a_name_is_what_can_be_seen_of_it(written: str, kept: str) -> None:
    assert plain_text.seen(written) == kept

"""One parse for everything that comes in: what passes can be stored, what cannot has a stable code."""

import json
from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chat.errors import InputRefused
from chat.json_input import MAX_BYTES, MAX_DEPTH, _inspect, parse

CODES = {"not_json", "not_an_object", "too_large", "too_deep", "bad_text", "bad_number"}

# safety.md, finding 10: what Python's parser accepts and PostgreSQL refuses, and the like.
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "nul escape": ('{"text": "a\\u0000b"}', "bad_text"),
    "nul in a name": ('{"a\\u0000b": 1}', "bad_text"),
    "nan": ('{"n": NaN}', "not_json"),
    "infinity": ('{"n": Infinity}', "not_json"),
    "minus infinity": ('{"n": -Infinity}', "not_json"),
    "too large a float": ('{"n": 1e400}', "bad_number"),
    "high surrogate": ('{"text": "\\ud800"}', "not_json"),
    "low surrogate": ('{"text": "\\udc00"}', "not_json"),
    "surrogate in a name": ('{"\\ud800": 1}', "not_json"),
    "surrogate character": ('{"text": "\ud800"}', "bad_text"),
    "deep lists": ('{"a": ' + "[" * 5_000 + "]" * 5_000 + "}", "too_deep"),
    "deep objects": ('{"a":' * 5_000 + "1" + "}" * 5_000, "too_deep"),
    "unclosed depth": ('{"a": ' + "[" * 30_000, "too_deep"),
    "4,301 digits": ('{"n": ' + "9" * 4_301 + "}", "bad_number"),
    "past 64 bits": ('{"n": 9223372036854775808}', "bad_number"),
    "past minus 64 bits": ('{"n": -9223372036854775809}', "bad_number"),
    "cut off": ('{"a": 1', "not_json"),
    "empty": ("", "not_json"),
    "blank": ("   ", "not_json"),
    "two values": ("{} {}", "not_json"),
    "comment": ("{} // yes", "not_json"),
    "single quotes": ("{'a': 1}", "not_json"),
    "trailing comma": ('{"a": 1,}', "not_json"),
    "raw control character": ('{"a": "\x01"}', "not_json"),
    "raw nul": ('{"a": "\x00"}', "not_json"),
    "not utf-8": (b'{"a": "\xff"}', "not_json"),
    "overlong utf-8": (b'{"a": "\xc0\x80"}', "not_json"),
    "surrogate in utf-8": (b'{"a": "\xed\xa0\x80"}', "not_json"),
    "byte order mark": (b"\xef\xbb\xbf{}", "not_json"),
    "utf-16": ("{}".encode("utf-16"), "not_json"),
    "list": ("[]", "not_an_object"),
    "string": ('"text"', "not_an_object"),
    "number": ("1", "not_an_object"),
    "null": ("null", "not_an_object"),
    "too large": (json.dumps({"a": "x" * MAX_BYTES}), "too_large"),
    "20,001 parts": (json.dumps({"a": [0] * 20_001}), "too_deep"),
}
HARMLESS = {
    "duplicate names": ('{"a": 1, "a": 2}', {"a": 2}),
    "negative zero": ('{"n": -0}', {"n": 0}),
    "largest number": ('{"n": 9223372036854775807}', {"n": 2**63 - 1}),
    "emoji by two surrogates": ('{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
    "right to left mark": ('{"a": "\\u202e"}', {"a": "\u202e"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_refuses_what_cannot_be_stored(name: str) -> None:
    text, code = HOSTILE[name]
    with pytest.raises(InputRefused) as refused:
        parse(text)
    assert refused.value.code == code


@pytest.mark.parametrize("name", HARMLESS)
def test_it_accepts_what_is_only_odd(name: str) -> None:
    text, expected = HARMLESS[name]
    assert parse(text) == expected


@pytest.mark.parametrize("size", [MAX_BYTES - 1, MAX_BYTES])
def test_it_accepts_up_to_the_limit(size: int) -> None:
    assert len(parse('{"a":"' + "x" * (size - 8) + '"}')["a"]) == size - 8


def test_the_limit_counts_bytes_and_not_characters() -> None:
    with pytest.raises(InputRefused, match="too_large"):
        parse('{"a":"' + "ü" * (MAX_BYTES // 2) + '"}')


@pytest.mark.parametrize(("depth", "fits"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_the_depth_limit_is_exact(depth: int, fits: bool) -> None:
    text = '{"a":' * (depth - 1) + "1" + "}" * (depth - 1)
    with nullcontext() if fits else pytest.raises(InputRefused, match="too_deep"):
        assert parse(text)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(), parts, max_size=4),
    max_leaves=20,
)


@given(st.binary(max_size=300) | st.text(st.characters(), max_size=300))
@example('{"a": 1E9999}')
@example(b'{"a": "\\u')
def test_whatever_comes_in_is_parsed_or_refused_with_a_code(text: str | bytes) -> None:
    _parsed_or_refused(text)


@given(st.dictionaries(st.text(st.characters()), values, max_size=6))
def test_whatever_an_object_holds_it_is_parsed_or_refused_with_a_code(content: Any) -> None:
    _parsed_or_refused(json.dumps(content))
    _parsed_or_refused(json.dumps(content, ensure_ascii=False))


@given(st.dictionaries(st.text(st.characters()), values, max_size=6))
@example({"a": 2**63})
@example({"a": -(2**63)})
@example({"a": "\0"})
@example({"a": "\\u0000"})
def test_what_is_not_looked_through_holds_nothing_to_find(content: Any) -> None:
    found = _parsed_or_refused(json.dumps(content))
    if found is not None:
        _inspect(found)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(content=st.dictionaries(st.text(st.characters()), values, max_size=6))
def test_what_passes_survives_the_database(content: Any) -> None:
    found = _parsed_or_refused(json.dumps(content))
    if found is not None:
        assert _loose(_stored_and_read(found)) == _loose(json.dumps(found))


def _parsed_or_refused(text: str | bytes) -> dict[str, Any] | None:
    try:
        return parse(text)
    except InputRefused as error:
        refused = error
    assert refused.code in CODES
    return None


def _loose(text: str) -> Any:
    """PostgreSQL writes 1e16 as a whole number."""
    return json.loads(text, parse_int=float)


def _stored_and_read(content: dict[str, Any]) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "select (%s::jsonb)::text, %s::text", [json.dumps(content), str(content)]
            )
        else:
            cursor.execute("select json(%s), %s", [json.dumps(content), str(content)])
        stored, text = cursor.fetchone()
    assert text == str(content)
    return str(stored)

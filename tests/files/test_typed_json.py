"""JSON from a file has the type it should have, or is refused in a sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import JsonError
from qa.files.typed_json import (
    Count,
    Probability,
    Sha256,
    lines,
    parse,
    read,
    read_bytes,
    sealed,
    unsealed,
)

if TYPE_CHECKING:
    from pathlib import Path

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@dataclass(frozen=True)
class Record:
    """One of each."""

    name: str
    count: Count
    share: Probability
    sha256: Sha256
    tags: tuple[str, ...] = ()


FINE = {"name": "ä", "count": 3, "share": 0.5, "sha256": "0" * 64, "tags": ["x"]}


def test_a_record_is_read(tmp_path: Path) -> None:
    """From a file or from bytes; keys that it does not have are left out."""
    expected = Record("ä", 3, 0.5, "0" * 64, ("x",))
    assert parse(json.dumps(FINE | {"more": 1}), Record) == expected
    (tmp_path / "a.json").write_text(json.dumps(FINE, ensure_ascii=False), encoding="utf-8")
    assert read(tmp_path / "a.json", Record) == expected


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": None}, "Expected `str`, got `null` - at `$.name`"),
        ({"name": 3}, "Expected `str`"),
        ({"count": -1}, ">= 0"),
        ({"count": "3"}, "Expected `int`"),
        ({"count": True}, "Expected `int`"),
        ({"count": 1 << 70}, "<="),
        ({"count": 1.5}, "Expected `int`"),
        ({"share": 1.01}, "<= 1"),
        ({"share": "0.5"}, "Expected `float`"),
        ({"sha256": "0" * 63}, "matching regex"),
        ({"sha256": "A" * 64}, "matching regex"),
        ({"tags": [1]}, "Expected `str`, got `int` - at `$.tags[0]`"),
        ({"tags": {}}, "Expected `array`"),
    ],
)
def test_another_type_or_range_is_named(change: dict[str, Any], says: str) -> None:
    """With the field."""
    with pytest.raises(JsonError) as caught:
        parse(json.dumps(FINE | change), Record)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "it is empty"),
        ("{", "a key in double quotes is missing in line 1 at character 2"),
        ("{} {}", "something follows the object in line 1"),
        (b"\xff", "it is not text in UTF-8, from byte 0 on"),
        ("NaN", "NaN is not a finite number"),
        ('{"a": [-Infinity]}', "-Infinity is not a finite number"),
        ("1e999", "1e999 is not a finite number"),
        ('{"a": 1, "b": {"c": 1, "c": 1}}', "the key 'c' is repeated"),
        ('"\\ud800"', "half of a surrogate pair"),
        ('{"\\uDFFF": 1}', "half of a surrogate pair"),
        ("[" * 1_000_000, "nested too deeply"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
        ("9" * 100_000, "too many digits"),
        ("\ufeff{}", "BOM"),
    ],
)
def test_what_is_no_sound_json_is_refused(data: str | bytes, says: str) -> None:
    """Also what Python's own reader lets through."""
    with pytest.raises(JsonError) as caught:
        parse(data, object)
    assert says in str(caught.value)


def test_a_pair_of_surrogates_is_a_character() -> None:
    """As JSON writes those beyond U+FFFF, wherever a backslash stands before."""
    assert parse('"\\ud83d\\ude00"', str) == "😀"
    assert parse('"\\\\ud800"', str) == "\\ud800"


@given(content=VALUES)
def test_what_python_writes_is_read(content: Any) -> None:
    """Every value that JSON has, except those that are refused."""
    try:
        text = json.dumps(content, allow_nan=False)
        text.encode()
    except ValueError:
        return
    assert parse(text, object) == content


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """It is named by what it may have; what fits is read to the last byte."""
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", 5) == b"12345"
    with pytest.raises(JsonError, match="more than 4 bytes"):
        read_bytes(tmp_path / "a", 4)


def test_lines_end_at_a_newline_only() -> None:
    """Blank ones are left out, and counted."""
    data = '"a\u2028b"\n\n  \r\n"c\x85d\x0b\x0c\x1c\x1d\x1e"\r\n'.encode()
    found = [(number, line.decode()) for number, line in lines(data)]
    assert found == [(1, '"a\u2028b"'), (4, '"c\x85d\x0b\x0c\x1c\x1d\x1e"\r')]


@given(rest=st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(), max_size=4))
def test_what_is_sealed_is_read_again(rest: dict[str, Any]) -> None:
    """Without the seal, and it is JSON like any other."""
    content = {**rest, "name": "a"}
    content.pop("seal", None)
    assert unsealed(sealed(content)) == content
    assert json.loads(sealed(content)).keys() == content.keys() | {"seal"}


def test_no_bit_of_what_is_sealed_can_be_flipped() -> None:
    """Also where the JSON would mean the same: in white space, escapes and numbers."""
    data = sealed({"name": "ä\u2028", "number": 1e-05, "list": [1, 2], "empty": {}})
    for bit in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        with pytest.raises(JsonError):
            unsealed(bytes(damaged))


@pytest.mark.parametrize("edited", [b"{}", b'{"seal": "0"}', sealed({"a": 1}).replace(b"1", b"2")])
def test_what_has_no_seal_of_its_own_was_altered(edited: bytes) -> None:
    """Nor may it have another one's."""
    with pytest.raises(JsonError, match="was altered"):
        unsealed(edited)

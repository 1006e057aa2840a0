"""JSON is a line a value, with the keys that lead to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.keyed import extract


def test_each_value_has_its_path() -> None:
    """Numbers keep their digits, records of a list are apart."""
    data = (
        b'{"server": {"port": 8080.10, "tags": ["a", "b"], "x y": null},'
        b' "users": [{"name": "Ann", "on": true}, {"name": "Bob"}]}'
    )
    (found,) = extract(data, Path("a.json"))
    assert found.text == (
        'server.port: 8080.10\nserver.tags: a, b\nserver."x y": null\n\n'
        "users[0].name: Ann\nusers[0].on: true\n\nusers[1].name: Bob"
    )
    assert [found.text[at:].split("\n")[0] for at in found.breaks] == [
        "users[0].name: Ann",
        "users[1].name: Bob",
    ]


def test_long_lists_of_numbers_are_left_out_and_noted() -> None:
    """Such as the outline of a country."""
    data = json.dumps({"name": "Malta", "line": [[[n, n]] for n in range(60)]})
    (found,) = extract(data.encode(), Path("a.json"))
    assert found.text == "name: Malta\nline: […]"
    assert found.notes == ("1 list of more than 100 numbers left out",)


@pytest.mark.parametrize(
    ("data", "reason"), [(b"{", "is not JSON"), (b"[" * 100_000, "is nested too deeply")]
)
def test_what_is_not_json_is_refused(data: bytes, reason: str) -> None:
    """Also where it is nested without end."""
    with pytest.raises(DocumentError, match=reason):
        list(extract(data, Path("a.json")))


def test_a_key_that_is_there_twice_has_both_values() -> None:
    """The last one is not the only one."""
    (found,) = extract(b'{"rent": "900 euros", "rent": "950 euros", "a": {}}', Path("a.json"))
    assert found.text == "rent: 900 euros\nrent: 950 euros\na: {}"


def test_nested_lists_are_looked_at_once() -> None:
    """Numbers of any length, at any depth."""
    deep = b"[" * 300 + b'"x"' + b"]" * 300
    (found,) = extract(b"[" + b"1, " * 50_000 + b"7" * 5_000 + b", " + deep + b"]", Path("a.json"))
    assert found.text.startswith("[0]: 1\n[1]: 1")
    assert f"\n[50000]: {'7' * 5_000}\n" in found.text
    nested = b"[1, " * 300 + b'"x"' + b"]" * 300
    (found,) = extract(nested, Path("a.json"))
    assert found.text.startswith("[0]: 1\n[1][0]: 1\n[1][1][0]: 1\n")
    assert found.text.endswith("[1][1]: 1, x")


def test_long_paths_are_cut_short_and_noted() -> None:
    """They must not make a large text of a small file."""
    data = json.dumps({"k" * 5_000: {f"a{n}": n for n in range(2_000)}}).encode()
    (found,) = extract(data, Path("a.json"))
    assert len(found.text) < 25 * len(data)
    assert found.text.startswith("…kkk")
    assert found.text.endswith("kk.a1999: 1999")
    assert found.notes == ("long paths of keys are cut short",)

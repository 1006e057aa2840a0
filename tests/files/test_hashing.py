"""Hashes stand for content."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa.files.hashing import content_key, sha256_of_file, sha256_of_json, sha256_of_text

if TYPE_CHECKING:
    from pathlib import Path

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_text_and_a_file_with_its_bytes_have_the_published_hash(tmp_path: Path) -> None:
    """The sha256 of "abc" stands in FIPS 180-2."""
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256_of_text("abc") == ABC
    assert sha256_of_file(tmp_path / "abc") == ABC


def test_a_large_file_is_hashed_whole(tmp_path: Path) -> None:
    """FIPS 180-2 gives the hash of a million a's, which are read in one block; so are more."""
    (tmp_path / "a").write_bytes(b"a" * 1_000_000)
    assert sha256_of_file(tmp_path / "a") == (
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    )
    (tmp_path / "b").write_bytes(b"a" * (2 << 20) + b"b")
    assert sha256_of_file(tmp_path / "b") == sha256_of_text("a" * (2 << 20) + "b")


@pytest.mark.parametrize("target", ["/dev/zero", "pipe"])
def test_what_never_ends_is_not_hashed(tmp_path: Path, target: str) -> None:
    """A device and a named pipe are refused at once, also behind a link."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(OSError, match="is not a regular file"):
        sha256_of_file(tmp_path / "link")


def test_the_order_of_keys_does_not_matter() -> None:
    """Plain data has one hash; a list has another in another order."""
    assert sha256_of_json({"a": 1, "b": "é"}) == sha256_of_json({"b": "é", "a": 1})
    assert sha256_of_json([1, 2]) != sha256_of_json([2, 1])


def test_a_content_key_has_16_bytes() -> None:
    """Equal texts have equal keys, others have others."""
    assert len(content_key("a")) == 16
    assert content_key("a") == content_key("a")
    assert content_key("a") != content_key("a ")

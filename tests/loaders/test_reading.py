"""What cannot be read is refused, with the reason."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.folders.discovery import find_files
from qa.loaders.reading import extract_file
from tests.support.indexes import load_document

if TYPE_CHECKING:
    from pathlib import Path


def names(*roots: Path) -> list[str]:
    """Return the ``doc_id`` of every file found, where every folder could be read."""
    found = find_files(roots)
    assert found.skipped == []
    return [doc_id for doc_id, _ in found.files]


def refused(path: Path) -> str:
    """Return why a file cannot be read."""
    with pytest.raises(DocumentError) as caught:
        load_document("a", path)
    assert caught.value.path == path
    assert str(caught.value) == f"{str(path)!r}: {caught.value.reason}"
    return caught.value.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty (0 bytes);"),
        ("a.txt", b" \n\t\r\n\xc2\xa0", "has no text"),
        ("a.txt", b"\xef\xbb\xbf", "has no text"),
        ("a.md", b"\n\n", "has no text"),
        (
            "a.exe",
            b"PK",
            "is of a type that is not supported (.exe); ",
        ),
        ("a.docx", b"PK\x03\x04", "is damaged ("),
        ("README", b"\x00\x01", "has no suffix, and its content is of no supported type; "),
    ],
)
def test_a_file_without_text_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """So is one of a format that has no loader."""
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name).startswith(reason)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """With the reason the system gives."""
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert refused(tmp_path / "nowhere.txt") == "cannot be read (No such file or directory)"
    assert "cannot be read (Too many levels" in refused(tmp_path / "loop.txt")
    assert names(tmp_path) == ["loop.txt", "nowhere.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused(tmp_path: Path) -> None:
    """Nobody writes to it: reading it would wait for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert refused(tmp_path / "pipe.txt") == "is not a regular file"


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    """``x.txt`` is a folder if it is one."""
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "y.txt").write_text("Text.")
    assert names(tmp_path) == ["x.txt/y.txt"]
    assert refused(tmp_path / "x.txt") == "is not a regular file"


def test_a_file_that_grows_beyond_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few bytes may be made to repeat a text a million times."""
    monkeypatch.setattr("qa.loaders.reading._MOST_TEXT", 100)
    monkeypatch.setattr("qa.loaders.reading._MOST_GROWTH", 0)
    path = tmp_path / "a.txt"
    path.write_text("An apple falls. " * 20)
    with pytest.raises(DocumentError, match="more than 100 characters"):
        extract_file(path)  # in this process, where the bounds are these

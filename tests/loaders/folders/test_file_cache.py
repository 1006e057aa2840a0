"""A file is read again whenever somebody wrote to it."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.files.hashing import sha256_of_file
from qa.indexing.build import build_with_report
from qa.loaders.folders.file_cache import Seen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import Library


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    """Where the sha256 of an old file is kept."""
    write(tmp_path / "a.txt", "An apple.")
    first = Seen(tmp_path / "SEEN")
    first.sha256_of(tmp_path / "a.txt")
    first.save()
    return tmp_path / "SEEN"


def write(path: Path, text: str) -> None:
    """Write a file and wait until it counts as being at rest."""
    path.write_text(text)
    time.sleep(2.1)


def test_a_file_that_nobody_wrote_to_is_not_read(
    seen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sha256 is known."""
    file = seen.parent / "a.txt"
    expected = sha256_of_file(file)

    def read(path: Path) -> str:
        raise AssertionError(path)

    monkeypatch.setattr("qa.loaders.folders.file_cache.sha256_of", read)
    assert Seen(seen).sha256_of(file) == expected


def test_a_file_is_read_again_although_time_and_size_are_the_same(seen: Path) -> None:
    """Nobody can set the time at which the system noted a change."""
    file = seen.parent / "a.txt"
    before = file.stat()
    file.write_text("An orang.")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Seen(seen).sha256_of(file) == sha256_of_file(file)


def test_a_file_written_to_right_before_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two writes within one tick of the clock look alike."""
    (tmp_path / "a.txt").write_text("An apple.")
    first = Seen(tmp_path / "SEEN")
    first.sha256_of(tmp_path / "a.txt")
    first.save()
    (status, _) = json.loads((tmp_path / "SEEN").read_text())[str(tmp_path / "a.txt")]
    assert status is None
    monkeypatch.setattr("qa.loaders.folders.file_cache.sha256_of", lambda _: "read again")
    assert Seen(tmp_path / "SEEN").sha256_of(tmp_path / "a.txt") == "read again"


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"a": 1}', "[1]", "\xff"])
def test_what_cannot_be_read_was_not_seen(seen: Path, content: str) -> None:
    """The files are read, and a new list is written."""
    seen.write_text(content, encoding="latin-1")
    again = Seen(seen)
    assert again.sha256_of(seen.parent / "a.txt") == sha256_of_file(seen.parent / "a.txt")
    again.save()
    assert "a.txt" in seen.read_text()


def test_a_file_that_is_gone_is_named(seen: Path) -> None:
    """Whether it was seen or not."""
    (seen.parent / "a.txt").unlink()
    with pytest.raises(DocumentError, match="No such file"):
        Seen(seen).sha256_of(seen.parent / "a.txt")


def test_a_build_notes_what_is_at_rest(library: Library) -> None:
    """And only files that are still there."""
    library.write(a="An apple.", b="A bird.")
    time.sleep(2.1)
    for expected in (2, 1):
        build_with_report([library.corpus], into=library.root, embedder=library.embedder)
        assert len(Seen(library.root / "SEEN")._known) == expected
        (library.corpus / "b.txt").unlink(missing_ok=True)

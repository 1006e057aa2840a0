"""Which files a corpus holds, whatever its folders and links look like."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa.errors import CorpusError
from qa.loaders.folders.discovery import IGNORE_FILE, find_files

if TYPE_CHECKING:
    from pathlib import Path


def names(*roots: Path) -> list[str]:
    """Return the ``doc_id`` of every file found, where every folder could be read."""
    found = find_files(roots)
    assert found.skipped == []
    return [doc_id for doc_id, _ in found.files]


def write(root: Path, *files: str) -> None:
    """Make small files."""
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Text.")


def test_doc_ids_are_posix_paths_below_the_root_in_order(tmp_path: Path) -> None:
    """Hidden files and folders are left out."""
    for name in [
        "b.txt",
        "a/z.txt",
        "a/b/c.md",
        ".hidden.txt",
        "~$b.docx",
        ".git/x.txt",
        "a/.b/y.txt",
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Text.")
    assert names(tmp_path) == ["a/b/c.md", "a/z.txt", "b.txt"]
    assert names(tmp_path / "a" / "z.txt") == ["z.txt"]


def test_with_several_roots_a_doc_id_starts_with_its_root(tmp_path: Path) -> None:
    """So that equal names below different folders stay apart; a file keeps its own name."""
    for name in ["one/a.txt", "two/a.txt", "b.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text.")
    assert names(tmp_path / "two", tmp_path / "one", tmp_path / "b.txt") == [
        "b.txt",
        "one/a.txt",
        "two/a.txt",
    ]


def test_two_files_may_not_have_the_same_doc_id(tmp_path: Path) -> None:
    """The message names both; the same file given twice is one file."""
    for name in ["x/in/a.txt", "y/in/a.txt"]:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("Text.")
    with pytest.raises(CorpusError, match=r"would both be called 'in/a\.txt'\. Rename") as caught:
        find_files([tmp_path / "x" / "in", tmp_path / "y" / "in"])
    assert str(tmp_path / "x" / "in" / "a.txt") in str(caught.value)
    assert str(tmp_path / "y" / "in" / "a.txt") in str(caught.value)
    assert names(tmp_path / "x" / "in", tmp_path / "x" / "in") == ["in/a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode there")
def test_a_name_that_spells_a_byte_costs_the_file_with_that_byte(tmp_path: Path) -> None:
    """Both files would be called alike; the one whose name is Unicode is indexed."""
    (tmp_path / "a\\udcff.txt").write_text("Spelt.")
    (tmp_path / os.fsdecode(b"a\xff.txt")).write_text("A byte.")
    found = find_files([tmp_path])
    assert found.files == [("a\\udcff.txt", tmp_path / "a\\udcff.txt")]
    (skipped,) = found.skipped
    assert (skipped.path.name, "has the same name" in skipped.reason) == ("a\udcff.txt", True)


@pytest.mark.parametrize("name", ["missing", "missing.txt", "x" * 5000])
def test_a_root_that_does_not_exist_is_refused(tmp_path: Path, name: str) -> None:
    """Also one whose name no file could have."""
    with pytest.raises(CorpusError, match="No file or folder at"):
        find_files([tmp_path / name])


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    """The rest is found all the same."""
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "closed").mkdir(mode=0)
    found = find_files([tmp_path])
    assert [doc_id for doc_id, _ in found.files] == ["a.txt"]
    assert [(error.path, error.reason) for error in found.skipped] == [
        (tmp_path / "closed", "cannot be read (Permission denied)")
    ]


def test_links_are_followed_and_each_folder_is_read_once(tmp_path: Path) -> None:
    """A second way to a folder is noted, by the path that was read."""
    write(tmp_path, "elsewhere/a.txt", "corpus/own.txt")
    (tmp_path / "corpus" / "first").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "corpus" / "second").symlink_to(tmp_path / "elsewhere")
    found = find_files([tmp_path / "corpus"])
    assert [doc_id for doc_id, _ in found.files] == ["first/a.txt", "own.txt"]
    (note,) = found.notes
    assert note.startswith(repr(str(tmp_path / "corpus" / "second")))
    assert repr(str(tmp_path / "corpus" / "first")) in note


def test_a_loop_of_links_is_named(tmp_path: Path) -> None:
    """And what is beside it is found."""
    write(tmp_path, "a/b/c.txt")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    found = find_files([tmp_path])
    assert [doc_id for doc_id, _ in found.files] == ["a/b/c.txt"]
    ((path, reason),) = [(error.path, error.reason) for error in found.skipped]
    assert path == tmp_path / "a" / "b" / "up"
    assert reason == f"is a link to {str(tmp_path / 'a')!r}, which contains it: a loop"


@pytest.mark.parametrize("target", ["pipe", "/dev/zero", "folder"])
def test_an_ignore_file_that_never_ends_is_refused(tmp_path: Path, target: str) -> None:
    """A build ends with a sentence rather than wait for a pipe, or read a device for good."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / ".qaignore").symlink_to(target)
    with pytest.raises(CorpusError, match=r"\.qaignore' is not a regular file"):
        find_files([tmp_path])


def test_the_ignore_file_speaks_git(tmp_path: Path) -> None:
    """Folders, patterns, comments, and what is kept all the same."""
    write(tmp_path, "a.txt", "a.log", "keep.log", "build/x.txt", "sub/build/y.txt", "sub/z.txt")
    (tmp_path / IGNORE_FILE).write_text("# no logs\n*.log\n!keep.log\n/build/\n")
    assert names(tmp_path) == ["a.txt", "keep.log", "sub/build/y.txt", "sub/z.txt"]
    (tmp_path / IGNORE_FILE).write_bytes(b"\xff")
    with pytest.raises(CorpusError, match="cannot be read"):
        find_files([tmp_path])


def test_what_nobody_wrote_to_be_read_is_left_out(tmp_path: Path) -> None:
    """Libraries, caches, lock files, minified files, the parts of saved pages; a note says so."""
    write(
        tmp_path,
        "app.js",
        "app.min.js",
        "node_modules/x/readme.md",
        "package-lock.json",
        "target/CACHEDIR.TAG",
        "target/a.txt",
        "venv/pyvenv.cfg",
        "venv/lib/a.py",
        "page.html",
        "page_files/a.js",
        "tax_files/a.txt",
    )
    found = find_files([tmp_path])
    assert [doc_id for doc_id, _ in found.files] == ["app.js", "page.html", "tax_files/a.txt"]
    (note,) = found.notes
    assert note.startswith("'node_modules/' and 2 more left out")
    (tmp_path / IGNORE_FILE).write_text("!node_modules/\n!*.min.js\npackage-lock.json\n")
    found = find_files([tmp_path])
    assert {"app.min.js", "node_modules/x/readme.md"} < {doc_id for doc_id, _ in found.files}
    assert found.notes == []

"""Files become documents; what cannot be read is named, with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.files.hashing import sha256_of_file, sha256_of_text
from qa.loaders.folders.discovery import find_files
from qa.records import Heading
from tests.support.library import load_document


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


def test_the_article_is_kept_byte_for_byte(article: Path) -> None:
    """Emoji, Chinese characters and typographic quotes are in the text as in the file."""
    document = load_document("china-tech-industry.txt", article)
    assert document.text.encode() == article.read_bytes()
    assert document.source_sha256 == sha256_of_file(article)
    assert document.text_sha256 == sha256_of_text(document.text) == document.source_sha256
    assert document.title == "China tech industry"
    assert document.media_type == "text/plain"
    assert document.pages == ()
    assert (
        "\n@xpeng#ASMRPut your headphones on to maximize the acoustic experience "
        "with#XPENGG9🎧#XPENG♬ 原聲 - XPENG\n"
    ) in document.text


def test_the_article_has_its_twelve_headings(article: Path) -> None:
    """Each is a line of the file; two of them have others below."""
    document = load_document("china-tech-industry.txt", article)
    assert [(heading.level, heading.title) for heading in document.headings] == [
        (1, "A Visionary Landscape for Technology in China"),
        (1, "Key Sectors Powering Growth"),
        (2, "Artificial Intelligence (AI): Redefining Possibilities"),
        (2, "Telecommunications and 5G: Enabling Connectivity"),
        (2, "Electric Vehicles (EVs) and Renewable Technology: Leading the Green Transition"),
        (2, "Semiconductor Industry: Towards Self-Sufficiency"),
        (1, "Strategic Drivers of China’s Technological Growth"),
        (2, "Government-Backed Innovation: The Catalyst for Development"),
        (1, "Investment in Research and Development"),
        (1, "Talent Development and Education Initiatives"),
        (1, "Navigating Challenges and Global Competition"),
        (1, "A Pioneering Path Forward"),
    ]
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.title


def test_a_markdown_file_is_read_as_markdown(tmp_path: Path) -> None:
    """Its suffix may be in capitals; its title is its first heading."""
    (tmp_path / "notes.MD").write_bytes(b"# Plan\n\nWe act.\n")
    document = load_document("notes.MD", tmp_path / "notes.MD")
    assert document.media_type == "text/markdown"
    assert document.title == "Plan"
    assert document.headings == (Heading(0, 6, 1, "Plan"),)
    assert document.text == "# Plan\n\nWe act.\n"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("annual_report-2024.txt", "Annual report 2024"),
        ("résumé.txt", "Résumé"),
        ("two\nlines.txt", "Two lines"),
        ("--.txt", "--"),
    ],
)
def test_a_title_is_made_from_the_file_name(tmp_path: Path, name: str, title: str) -> None:
    """Where a file names no title; in one line."""
    (tmp_path / name).write_text("Text.", encoding="utf-8")
    assert load_document(name, tmp_path / name).title == title


def test_names_may_hold_line_breaks_and_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    """They are told by escapes, and their documents can be stored."""
    (tmp_path / "two\nlines.txt").write_text("Text.")
    bad = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(bad)).write_text("Text.")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    found = find_files([tmp_path]).files
    assert [doc_id for doc_id, _ in found] == ["caf\\udce9.txt", "two\nlines.txt"]
    document = load_document(*found[0])
    assert document.title == "Caf\\udce9"
    assert document.title.encode()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "holds no text"),
        ("a.txt", b" \n\t\r\n\xc2\xa0", "holds no text"),
        ("a.txt", b"\xef\xbb\xbf", "holds no text"),
        ("a.md", b"\n\n", "holds no text"),
        (
            "a.doc",
            b"PK",
            "no loader for '.doc' (there are loaders for .csv .docx .epub ",
        ),
        ("a.docx", b"PK", "is damaged ("),
        ("README", b"Text.", "no loader for a file without suffix (there are loaders for"),
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
    assert refused(tmp_path / "pipe.txt") == "is no regular file"


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    """``x.txt`` is a folder if it is one."""
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "y.txt").write_text("Text.")
    assert names(tmp_path) == ["x.txt/y.txt"]
    assert refused(tmp_path / "x.txt") == "is no regular file"

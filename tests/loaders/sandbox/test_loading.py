"""Files become documents, each with a title, a hash and its text as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa.files.hashing import sha256_of_file, sha256_of_text
from qa.loaders.folders.discovery import find_files
from qa.loaders.sandbox.loading import title_from_name
from qa.records import Heading
from tests.support.indexes import load_document


def test_the_article_is_read_byte_for_byte(article: Path) -> None:
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


def test_a_name_in_lower_case_becomes_a_title() -> None:
    """Its first letter is a capital; hyphens and underscores are spaces."""
    assert title_from_name("the_north-gate") == "The north gate"

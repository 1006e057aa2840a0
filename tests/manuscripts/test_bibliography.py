"""Bibliographies, sound and broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.manuscripts.bibliography import key_parts, parse_bibliography, read_bibliography

if TYPE_CHECKING:
    from pathlib import Path

TEXT = r"""
@string{pub = "A Press"}
@comment{nothing}
@book{a1, author = {Garc{\'i}a, Ana and {World Health Organization}}, title = {The {Big} Wheel},
  year = 2020, publisher = pub, pages = {433--37}, file = {Full:C\:/x/wheel.pdf:application/pdf}}
@misc{broken, title = {never closed
@book{b2, editor = "Jan van Dijk", title = "B", date = {2019-03-01}}
@book{bad, title {x}}
@book{b2, title = {again}}
@online{late, title = {Late}}
"""


def test_an_entry_has_authors_title_year_pages_and_files() -> None:
    """Mark-up is read, a string is replaced, and an editor stands for an author."""
    entries = parse_bibliography(TEXT, "r.bib").entries
    first = entries["a1"]
    assert first.authors == ("García", "World Health Organization")
    assert (first.title, first.year, first.pages) == ("The Big Wheel", "2020", (433, 437))
    assert first.files == ("wheel.pdf",)
    assert (entries["b2"].authors, entries["b2"].year) == (("van Dijk",), "2019")


def test_what_is_wrong_is_named_by_its_line_and_the_rest_is_used() -> None:
    """An entry that is not closed takes no other one with it."""
    bibliography = parse_bibliography(TEXT, "r.bib")
    assert list(bibliography.entries) == ["a1", "b2", "late"]
    assert [one.partition(":")[0] for one in bibliography.problems] == [
        "r.bib, line 6",
        "r.bib, line 8",
        "r.bib, line 9",
    ]


def test_a_file_that_is_no_bibliography_is_refused(tmp_path: Path) -> None:
    """One that is missing, too; a text without entries has none."""
    with pytest.raises(DocumentError, match="cannot be read"):
        read_bibliography(tmp_path / "none.bib")
    (tmp_path / "a.bib").write_bytes(b"\xff\x00\x81" * 100)
    with pytest.raises(DocumentError):
        read_bibliography(tmp_path / "a.bib")
    assert not parse_bibliography("no entry at all {{{{", "a").entries


def test_a_key_is_made_of_author_year_and_title() -> None:
    """As most programs make it."""
    assert key_parts("smith2020lease") == ("smith", "2020", "lease")
    assert key_parts("lease") == ("lease", "", "")

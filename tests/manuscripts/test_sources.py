"""Which documents a claimed source is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.manuscripts.bibliography import parse_bibliography
from qa.manuscripts.citations import named_in_text, sources_of_note
from qa.manuscripts.records import ClaimedSource
from qa.manuscripts.sources import Sources
from tests.support.indexes import Library

if TYPE_CHECKING:
    from pathlib import Path

BIBLIOGRAPHY = """
@book{sm20, author = {Smith, John}, title = {The Lease of Mills: A Study}, year = 2020}
@book{ok21, author = {Okoye, Ada}, title = {Rivers}, year = 2021}
@book{scan, author = {Brill, Tom}, title = {A History of the Valley}, year = 1901}
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """Documents with names of several kinds."""
    library = Library(tmp_path_factory.mktemp("sources"))
    index = library.build(
        smith_2020_lease="One.",
        smith_2019_rent="Two.",
        Okoye2021="Three.",
        jones2018a="Four.",
        jones2018b="Five.",
        lease="Six.",
        scan_007="A History of the Valley\n\nby Tom Brill\n\nIt rained.",
        annual_report_2022="Seven.",
    )
    return Sources(index.generation, parse_bibliography(BIBLIOGRAPHY, "r.bib").entries)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("sm20", "smith_2020_lease"),
        ("ok21", "Okoye2021"),
        ("scan", "scan_007"),  # by its first page
        ("okoye2021", "Okoye2021"),  # a key without an entry is a name
        ("smith2019", "smith_2019_rent"),
        ("jones2018", "jones2018a jones2018b"),
        ("jones2018b", "jones2018b"),
        ("unknown1999", ""),
    ],
)
def test_a_key_is_found_by_its_entry_or_as_a_name(sources: Sources, key: str, found: str) -> None:
    """By author and year, title, the first page, or the name of the file."""
    matched = sources.match(ClaimedSource(key, key=key))
    assert [one.removesuffix(".txt") for one in matched.doc_ids] == found.split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x (Smith 2020: 4)", "smith_2020_lease"),
        ("x (Smith 2019)", "smith_2019_rent"),
        ("x (Smith 2001)", ""),
        ("x (Jones 2018a)", "jones2018a"),
        ("x (Lease, p. 4)", "lease"),
        ("x (Annual Report 2022, p. 4)", ""),  # an author of that name is not there
    ],
)
def test_a_bracket_is_found_by_author_and_year_or_title(
    sources: Sources, text: str, found: str
) -> None:
    """Another year is another source."""
    (mark,) = list(named_in_text(text))[:1]
    matched = sources.match(mark.sources[0])
    assert [one.removesuffix(".txt") for one in matched.doc_ids] == found.split() or not found


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("John Smith, The Lease of Mills: A Study (Oxford 2020) 4.", "smith_2020_lease"),
        ("Smith, Lease of Mills, p. 4.", "smith_2020_lease"),
        ("Annual Report 2022, p. 4.", "annual_report_2022"),
        ("See Brill, History of the Valley (1901).", "scan_007"),
        ("Nobody, Nothing at All (1999) 4.", ""),
    ],
)
def test_a_note_is_found_by_its_words(sources: Sources, note: str, found: str) -> None:
    """In any order, with the bibliography or without."""
    matched = sources.match(sources_of_note(note)[0])
    assert [one.removesuffix(".txt") for one in matched.doc_ids] == found.split()


def test_a_file_of_the_bibliography_comes_first(tmp_path: Path) -> None:
    """Whatever it is called."""
    index = Library(tmp_path).build(smith_2020="One.", x1="Two.")
    bib = "@misc{a, author = {Smith, J}, year = 2020, file = {:/home/me/x1.txt:TXT}}"
    sources = Sources(index.generation, parse_bibliography(bib, "r.bib").entries)
    assert sources.match(ClaimedSource("a", key="a")).doc_ids == ("x1.txt",)
    assert not sources.is_title("Nothing")

"""A table of data keeps its text; each row is a passage under the header."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.indexing.build import build_with_report
from qa.loaders.tables import extract
from tests.support.indexes import Library

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

TABLE = 'Name,City,Note\nAda,London,"First,\nof all"\n\nLi,北京,Second\n'


def read(text: str) -> Extract:
    """Return what is read of a table."""
    (found,) = extract(text.encode(), Path("a.csv"))
    return found


def test_text_stays_and_rows_begin_where_they_stand() -> None:
    """A cell may go over lines; a blank line is not a row."""
    found = read(TABLE)
    assert found.text == TABLE
    assert [found.text[start : start + 3] for start in found.breaks] == ["Ada", "Li,"]
    assert [(h.title, TABLE[h.start : h.end]) for h in found.headings] == [
        ("Name · City · Note", "Name,City,Note")
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_found(delimiter: str) -> None:
    """As spreadsheets in other countries write them."""
    text = TABLE.replace("First,", "First").replace(",", delimiter)
    assert read(text).headings[0].title == "Name · City · Note"


def test_each_row_is_a_passage_of_its_own(tmp_path: Path) -> None:
    """With the header as its heading."""
    library = Library(tmp_path)
    library.corpus.mkdir()
    (library.corpus / "people.csv").write_text(TABLE, encoding="utf-8")
    index = build_with_report([library.corpus], into=library.root, embedder=library.embedder).index
    passages = index.passages(range(index.generation.manifest.counts["passages"]))
    assert [TABLE[p.start : p.end] for p in passages] == [
        'Ada,London,"First,\nof all"',
        "Li,北京,Second",
    ]
    assert {p.headings for p in passages} == {("Name · City · Note",)}


def test_one_row_is_no_header() -> None:
    """There would be nothing below it."""
    assert read("a,b,c\n").headings == ()
    assert read("\n\n").text == "\n\n"


def test_a_cell_that_never_ends_is_refused() -> None:
    """With the line it begins on."""
    with pytest.raises(DocumentError, match=r"is not a table \(line 2"):
        read('a,b\n"' + "x" * 2_000_000)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Kiel,240000\nBonn,330000\n", []),
        ("town,people\nKiel,240000\nBonn,330000\n", ["town · people"]),
        ("# made by a tool\n# in May\ntown,people\nKiel,240000\n", ["town · people"]),
        ("sep=;\ntown;people\nKiel;240000\n", ["town · people"]),
        (
            "Towns 2023,,\n,,\ntown,people,km2\nKiel,240000,118\n",
            ["Towns 2023", "town · people · km2"],
        ),
        ("town,2022,2023\nKiel,240,241\nBonn,330,331\n", ["town · 2022 · 2023"]),
    ],
)
def test_the_header_is_found_where_there_is_one(text: str, titles: list[str]) -> None:
    """Titles, remarks and the line that names the delimiter may be above it."""
    found = read(text)
    assert found.text == text
    assert [heading.title for heading in found.headings] == titles


def test_a_long_table_takes_little_more_memory_than_its_text() -> None:
    """Of a million rows, as of fewer, only the first hundred are held as cells."""
    row = "Harbour Board,Quay 7,paid\n"
    data = ("name,place,state\n" + row * 100_000).encode()
    tracemalloc.start()
    try:
        (found,) = extract(data, Path("a.csv"))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found.breaks) == 100_000
    assert all(found.text.startswith("Harbour", start) for start in found.breaks[::9999])
    assert most < 10 * len(data)


def test_a_hundred_remarks_above_a_table_hide_no_row() -> None:
    """However few of its rows are looked at."""
    remarks = "".join(f"# remark, {n}\n" for n in range(99))
    data = f"{remarks}note\nname,price\nsaw,20\naxe,35\n".encode()
    (found,) = extract(data, Path("a.csv"))
    assert "axe,35" in found.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            (
                "Statement\nAccount;DE12\nPeriod;01.01.2024 - 31.01.2024\n\nDate;Text;Sum\n"
                "02.01.2024;Rent;-900,00\n03.01.2024;Salary;2500,00\n"
            ),
            "Date · Text · Sum",
        ),
        (
            (
                "Export of 1 March,,\nUser:,brill,\n,,\nTicket,State,Owner\nT-1,open,Lund\n"
                "T-2,closed,Stein\n"
            ),
            "Ticket · State · Owner",
        ),
        ("Mill,,Oil\n1,2,\n3,4,5\n", "Mill ·  · Oil"),
    ],
)
def test_pairs_above_a_table_are_no_names(text: str, names: str) -> None:
    """Exports say whose they are, and of when; a row that lacks a name is one nevertheless."""
    assert read(text).headings[-1].title == names

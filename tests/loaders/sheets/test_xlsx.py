"""Excel files, made by another library, are read as a reader sees them."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from qa.errors import DocumentError
from qa.indexing.build import build_with_report
from tests.support.hostile import changed
from tests.support.indexes import Library
from tests.support.office import read
from tests.support.spreadsheets import excel, excel_rows, raw_excel

if TYPE_CHECKING:
    from pathlib import Path

    from qa.loaders.extraction import Extract

FLEET = (["Depot", "Buses", "Driver"], ["North", 48, "Ida"], ["West", 16, None], ["East", 9, "Ben"])


def sheet(data: bytes) -> Extract:
    """Return what is read of an Excel file."""
    return read("sheets.xlsx", data)


def test_rows_stand_below_the_sheet_and_the_names_of_columns() -> None:
    """Empty cells keep their place."""
    found = sheet(excel_rows(*FLEET))
    assert found.text == (
        "Depots\n\n| Depot | Buses | Driver |\n| North | 48 | Ida |\n| West | 16 |  |\n"
        "| East | 9 | Ben |"
    )
    assert [(h.level, h.title) for h in found.headings] == [
        (1, "Depots"),
        (2, "Depot · Buses · Driver"),
    ]
    assert [found.text[start : start + 6] for start in found.breaks] == [
        *("| Nort", "| West", "| East")
    ]


def test_each_row_is_a_passage_of_its_own(tmp_path: Path) -> None:
    """What stands below the table is another one."""
    library = Library(tmp_path)
    library.corpus.mkdir()
    data = excel_rows(*FLEET, [], ["All buses are counted on the first day of the year."])
    (library.corpus / "fleet.xlsx").write_bytes(data)
    index = build_with_report([library.corpus], into=library.root, embedder=library.embedder).index
    passages = index.passages(range(index.generation.manifest.counts["passages"]))
    text = index.document("fleet.xlsx").text
    assert [text[p.start : p.end] for p in passages] == [
        "| North | 48 | Ida |",
        "| West | 16 |  |",
        "| East | 9 | Ben |",
        "All buses are counted on the first day of the year.",
    ]
    assert {p.headings for p in passages} == {("Depots", "Depot · Buses · Driver")}


def test_title_and_remarks_above_a_table_are_context() -> None:
    """The title is a heading, a remark a paragraph, blank rows or not."""
    found = sheet(excel_rows(["Fleet in May"], ["Figures are rounded."], [], *FLEET))
    assert [(h.level, h.title) for h in found.headings] == [
        (1, "Depots"),
        (2, "Fleet in May"),
        (3, "Depot · Buses · Driver"),
    ]
    assert found.text.startswith("Depots\n\nFleet in May\n\nFigures are rounded.\n\n| Depot |")


def test_names_that_come_again_begin_another_table() -> None:
    """With the unit above them; not where rows below them have more columns."""
    names = ["Depot", "Buses", "Trams", "Boats"]
    found = sheet(
        excel_rows(
            ["In francs", None, None, "First half"],
            names,
            ["North", 48, 3, 1],
            ["In francs", None, None, "Second half"],
            names,
            ["West", 5, 4, 2],
        )
    )
    assert [heading.title for heading in found.headings] == [
        "Depots",
        "In francs Depot · Buses · Trams · First half Boats",
        "In francs Depot · Buses · Trams · Second half Boats",
    ]
    fewer = sheet(excel_rows(*FLEET, ["Depot", "Buses"], ["South", 3, "Eve"]))
    assert len(fewer.headings) == 2
    assert fewer.text.endswith("| Depot | Buses |  |\n| South | 3 | Eve |")


def test_names_above_a_blank_row_are_those_of_the_rows_below() -> None:
    """As in printed accounts."""
    found = sheet(excel_rows(["In francs", "Dues", "Water"], [], ["North", 48, 3], ["West", 5, 4]))
    assert found.text == (
        "Depots\n\n| In francs | Dues | Water |\n| North | 48 | 3 |\n| West | 5 | 4 |"
    )
    assert found.headings[-1].title == "In francs · Dues · Water"


def test_dates_and_numbers_are_read_as_shown() -> None:
    """By the formats of their cells."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "d mmmm yyyy"})
        share, money = (book.add_format({"num_format": code}) for code in ("0.0%", "#,##0.00 [$€]"))
        page.write_row(0, 0, ["Day", "Share", "Price", "Open"])
        page.write_datetime(1, 0, dt.datetime(2021, 4, 3), day)  # noqa: DTZ001
        page.write_number(1, 1, 0.125, share)
        page.write_number(1, 2, 1234.5, money)
        page.write_boolean(1, 3, boolean=True)

    assert "| 3 April 2021 | 12.5% | 1,234.50 € | TRUE |" in sheet(excel(fill)).text


def test_merged_cells_are_part_of_each_row_and_name_they_stand_for() -> None:
    """A group's label is in each of its rows, a group's name in each of its columns."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("S")
        page.write_row("A2", ["Region", "Depot", "Buses", "Trams"])
        page.merge_range("C1:D1", "Vehicles")
        page.merge_range("A3:A4", "Coast")
        page.write_row("B3", ["North", 48, 3])
        page.write_row("B4", ["West", 16, 2])
        page.write_row("A5", ["Hills", "East", 9, 1])

    found = sheet(excel(fill))
    assert found.headings[-1].title == "Region · Depot · Vehicles Buses · Vehicles Trams"
    assert "| Coast | North | 48 | 3 |\n| Coast | West | 16 | 2 |\n| Hills | East" in found.text


def test_formulas_give_their_results() -> None:
    """One without a stored result is counted in a note."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("S")
        page.write_row(0, 0, ["Depot", "Buses"])
        page.write_row(1, 0, ["North", 48])
        page.write(2, 0, "All")
        page.write_formula(2, 1, "=SUM(B2:B2)", None, 64)

    assert "| All | 64 |" in sheet(excel(fill)).text
    cells = '<c r="A1"><f>1+1</f></c><c r="B1"><v>2</v></c><c r="C1"><f>2</f><v/></c>'
    found = sheet(raw_excel(f'<sheetData><row r="1">{cells}</row></sheetData>'))
    assert found.notes == (
        "sheet 'S': 2 formulas have no stored result; open and save it in Excel",
    )


def test_hidden_sheets_are_left_out_and_noted() -> None:
    """Hidden rows and columns are read: a filter hides them for a while."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page, lists = book.add_worksheet("Fleet"), book.add_worksheet("Lists")
        for number, row in enumerate(FLEET):
            page.write_row(number, 0, row)
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(1, 1, None, None, {"hidden": True})
        lists.write(0, 0, "secret")
        lists.hide()

    found = sheet(excel(fill))
    assert "secret" not in found.text
    assert "| West | 16 |" in found.text
    assert found.notes == (
        "sheet 'Fleet': 1 rows and 1 columns are hidden there; they are read",
        "1 hidden sheet was left out: Lists",
    )


def test_declared_tables_and_filters_name_their_headers() -> None:
    """Though they are numbers above numbers."""

    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("Table", "Filter"):
            page = book.add_worksheet(name)
            for number in range(4):
                page.write_row(number, 0, [f"{number}1", f"{number}2"])
        book.get_worksheet_by_name("Filter").autofilter("A1:B4")
        columns = [{"header": "1"}, {"header": "2"}]
        book.get_worksheet_by_name("Table").add_table("A1:B4", {"columns": columns})

    titles = [heading.title for heading in sheet(excel(fill)).headings]
    assert titles == ["Table", "1 · 2", "Filter", "01 · 02"]


def test_charts_text_boxes_and_comments_follow_their_sheet() -> None:
    """Of a chart of cells that are read, only the title; of other cells, the values."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page, lists = book.add_worksheet("Fleet"), book.add_worksheet("Lists")
        for target in (page, lists):
            for number, row in enumerate(FLEET):
                target.write_row(number, 0, row)
        for source in ("Fleet", "Lists"):
            chart = book.add_chart({"type": "column"})
            chart.add_series(
                {"categories": f"={source}!$A$2:$A$4", "values": f"={source}!$B$2:$B$4"}
            )
            chart.set_title({"name": f"Buses of {source}"})
            page.insert_chart("F2", chart)
        page.insert_textbox("F20", "Counted by night.")
        page.write_comment("B2", "Two are on loan.", {"author": "Ida"})
        lists.hide()

    text = sheet(excel(fill)).text
    for words in ("Counted by night.", "Comment on B2: Two are on loan.", "Buses of Fleet"):
        assert text.count(words) == 1
    assert "Buses of Lists\n\n| North | 48 |\n| West | 16 |" in text
    assert text.count("48") == 2


def test_raised_digits_stay_raised_and_readings_are_left_out() -> None:
    """In texts with several formats."""
    strings = (
        "<si><r><t>10</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>6</t></r></si>"
        "<si><t>東京</t><rPh><t>トウキョウ</t></rPh></si>"
    )
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>9</v></c>'
    found = sheet(raw_excel(f"<sheetData><row>{cells}</row></sheetData>", strings))
    assert found.text == "S\n\n| 10⁶ | 東京 |"


def test_an_empty_sheet_is_nothing() -> None:
    """Its name alone says nothing. Characters that XML cannot hold are read."""

    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Empty")
        book.add_worksheet("Full").write(0, 0, "Here")

    assert sheet(excel(fill)).text == "Full\n\nHere"
    row = "<row><c t='s'><v>0</v></c></row>"
    data = raw_excel(f"<sheetData>{row}</sheetData>", "<si><t>Here_x000D_now</t></si>")
    assert sheet(data).text == "S\n\nHere now"


def test_two_cells_in_opposite_corners_are_two_cells() -> None:
    """A sheet is as large as what is in it, whatever it says of itself."""
    rows = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c>'
        '<c r="XFD1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c>'
        '<c r="ZZZ9"><v>4</v></c></row></sheetData>'
    )
    assert sheet(raw_excel(rows)).text == "S\n\n| 1 | 2 |\n\n3"


def test_a_long_text_in_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte becomes a terabyte, if it is the text of each cell."""
    monkeypatch.setenv("QA_MAX_FILE_MB", "2")
    row = '<row><c t="s"><v>0</v></c><c><v>1</v></c></row>'
    data = raw_excel(f"<sheetData>{row * 500}</sheetData>", f"<si><t>{'x' * 100_000}</t></si>")
    with pytest.raises(DocumentError, match="shows more than 2 MiB of text"):
        sheet(data)


def test_damaged_and_dangerous_files_are_refused() -> None:
    """With what is wrong."""
    with pytest.raises(DocumentError, match="is damaged"):
        sheet(raw_excel("<sheetData><row></sheetData>"))
    with pytest.raises(DocumentError, match="declares entities"):
        sheet(changed(excel_rows(["a"]), **{"xl/worksheets/sheet1.xml": b'<!ENTITY a "b">'}))
    with pytest.raises(DocumentError, match="is damaged"):
        sheet(changed(excel_rows(["a"]), **{"xl/worksheets/sheet1.xml": None}))


@pytest.mark.parametrize("damaged", [None, b"<worksheet><sheetData><row></sheetData>"])
def test_a_sheet_that_cannot_be_read_is_noted_and_others_are_read(
    damaged: bytes | None,
) -> None:
    """Whether it is not there or is damaged."""
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as book:
        for name in ("A", "B", "C"):
            book.add_worksheet(name).write(0, 0, f"Rent of {name}.")
    found = sheet(changed(saved.getvalue(), **{"xl/worksheets/sheet2.xml": damaged}))
    assert found.text == "A\n\nRent of A.\n\nC\n\nRent of C."
    (note,) = found.notes
    assert re.fullmatch(
        r"sheet 'B' cannot be read: (it is not in the file|its cells are not well-formed in line 1|"
        r"its part 'xl/worksheets/sheet2.xml' is missing)",
        note,
    )


def test_merged_cells_do_not_make_a_huge_text() -> None:
    """The first words of one over many rows are repeated, in the first hundred of them."""
    words = "A remark on all of these buses. " * 50
    with_rows = "".join(f'<row r="{i}"><c r="B{i}"><v>{i}</v></c></row>' for i in range(2, 301))
    found = sheet(
        raw_excel(
            f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{words}</t></is></c>'
            f'<c r="B1"><v>1</v></c></row>{with_rows}</sheetData>'
            '<mergeCells><mergeCell ref="A1:A300"/></mergeCells>'
        )
    )
    rows = found.text.split("\n")[-300:]
    assert rows[0] == f"| {words.strip()} | 1 |"
    assert rows[100] == f"| {words[:193].strip()} … | 101 |"
    assert rows[101] == "|  | 102 |"


def test_what_is_no_number_is_kept_and_a_text_that_is_not_there_is_noted() -> None:
    """Nothing becomes blank in silence."""
    values = ("1e999", "NaN", "-INF", "1_000", "\u0661\u0662", "12")
    cells = "".join(f"<c><v>{value}</v></c>" for value in values)
    lost = "".join(f'<c t="s"><v>{at}</v></c>' for at in ("0", "7", "\u0660"))
    rows = f'<row>{cells}</row><row>{lost}<c s="\u0669"><v>1</v></c></row>'
    found = sheet(raw_excel(f"<sheetData>{rows}</sheetData>", "<si><t>Rent</t></si>"))
    assert found.text.startswith(f"S\n\n| {' | '.join(values)} |\n| Rent |")
    assert found.notes == ("sheet 'S': 2 cells name a text that is not in the file",)


def test_what_stands_below_the_cells_is_looked_through_at_once() -> None:
    """A million words that begin as a merged cell does take no hours."""
    words = "mergeCell autoFilter " * 50_000
    found = sheet(raw_excel(f'<sheetData><row><c><v>1</v></c></row></sheetData><a b="{words}"/>'))
    assert found.text == "S\n\n1"


def test_a_sheet_in_another_file_is_refused_with_its_name() -> None:
    """No other file is opened."""
    far = (
        '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" '
        'Target="http://host/a.xml" TargetMode="External"/></Relationships>'
    )
    with pytest.raises(DocumentError, match=r"is damaged \(it is not in the file\)"):
        sheet(changed(excel_rows(["a"]), **{"xl/_rels/workbook.xml.rels": far.encode()}))


def test_a_sheet_as_large_as_sheets_can_be_costs_what_is_in_it() -> None:
    """Of sixteen thousand columns and a million rows, only cells are written."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>2</v></c></row>'
        for n in (1, 2, 3, 1_048_575, 1_048_576)
    )
    data = raw_excel(f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>')
    assert sheet(data).text.count("| 1 | 2 |") == 5

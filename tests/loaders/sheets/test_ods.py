"""OpenDocument spreadsheets are read as a reader sees them."""

from __future__ import annotations

import io

import pytest
from odf import dc, office
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

from qa.errors import DocumentError
from tests.support.office import read
from tests.support.spreadsheets import raw_ods

ROWS = (("Depot", "Buses"), ("North", 48), ("West", 16))


def spreadsheet() -> bytes:
    """Return a file with a title above a table, a comment, and a hidden sheet."""
    document = OpenDocumentSpreadsheet()
    hidden = Style(name="off", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    for name, style in (("Fleet", None), ("Lists", "off")):
        table = Table(name=name, **({"stylename": style} if style else {}))
        for values in (("Buses in May",), (), *ROWS):
            row = TableRow()
            for value in values:
                kind = "float" if isinstance(value, int) else "string"
                cell = TableCell(valuetype=kind, **({"value": value} if kind == "float" else {}))
                cell.addElement(P(text=str(value)))
                row.addElement(cell)
            if not values:
                row.addElement(TableCell(numbercolumnsrepeated=16384))
            if values and values[0] == "West":
                note = office.Annotation()
                note.addElement(dc.Creator(text="Ida"))
                note.addElement(P(text="Two are on loan."))
                row.firstChild.addElement(note)
            table.addElement(row)
        document.spreadsheet.addElement(table)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_a_sheet_is_read_with_title_names_and_comments() -> None:
    """A hidden one is left out and noted."""
    found = read("sheets.ods", spreadsheet())
    assert found.text == (
        "Fleet\n\nBuses in May\n\n| Depot | Buses |\n| North | 48 |\n| West | 16 |\n\n"
        "Comment: Two are on loan."
    )
    assert [h.title for h in found.headings] == ["Fleet", "Buses in May", "Depot · Buses"]
    assert found.notes == ("1 hidden sheet was left out: Lists",)


def test_cells_are_read_as_shown() -> None:
    """Their text, not their value; raised digits stay raised."""
    styles = '<style name="up"><text-properties text-position="super 58%"/></style>'
    cells = (
        '<table-cell value-type="percentage" value="0.125"><p>12.5 %</p></table-cell>'
        '<table-cell><p>10<span style-name="up">6</span> m</p></table-cell>'
    )
    found = read(
        "sheets.ods", raw_ods(f'<table name="S"><table-row>{cells}</table-row></table>', styles)
    )
    assert found.text == "S\n\n| 12.5 % | 10⁶ m |"


def test_merged_cells_are_part_of_each_row() -> None:
    """Though a later row has nothing there."""
    rows = (
        '<table-row><table-cell number-rows-spanned="2"><p>Coast</p></table-cell>'
        "<table-cell><p>North</p></table-cell></table-row>"
        "<table-row><covered-table-cell/><table-cell><p>West</p></table-cell></table-row>"
        "<table-row><table-cell><p>Hills</p></table-cell><table-cell><p>East</p></table-cell>"
        "</table-row>"
    )
    found = read("sheets.ods", raw_ods(f'<table name="S">{rows}</table>'))
    assert found.text == "S\n\n| Coast | North |\n| Coast | West |\n| Hills | East |"


def test_repeated_cells_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million blank rows are none; a million rows with text are refused in the end.

    Of one element that stands for them, the first ones are written.
    """
    blank = '<table-row number-rows-repeated="1048570"><table-cell/></table-row>'
    one = "<table-row><table-cell><p>A</p></table-cell></table-row>"
    assert read("sheets.ods", raw_ods(f'<table name="S">{one}{blank}{one}</table>')).text == (
        "S\n\nA\n\nA"
    )
    assert read("sheets.ods", raw_ods(f'<table name="S">{one}{blank * 99}</table>')).text == (
        "S\n\nA"
    )
    monkeypatch.setenv("QA_MAX_FILE_MB", "1")
    cells = '<table-cell number-columns-repeated="16384"><p>A</p></table-cell>'
    bomb = f'<table><table-row number-rows-repeated="1048576">{cells}</table-row></table>'
    found = read("sheets.ods", raw_ods(bomb.replace("<table>", '<table name="S">')))
    assert len(found.text) < 100_000
    assert found.notes == (
        "sheet 'S': rows or cells that repeat the one before were left out 1,063,941 times",
    )
    rows = "".join(f"<table-row>{cells}</table-row>" for _ in range(300))
    with pytest.raises(DocumentError, match="shows more than 1 MiB of text"):
        read("sheets.ods", raw_ods(f"<table>{rows}</table>"))


def test_what_spans_rows_ends_with_them_where_they_are_not_all_written() -> None:
    """A cell over 500 rows that are alike is not in the row below them."""
    rows = (
        '<table-row><table-cell number-rows-spanned="501"><p>Coast</p></table-cell>'
        "<table-cell><p>North</p></table-cell></table-row>"
        '<table-row number-rows-repeated="500"><covered-table-cell/>'
        "<table-cell><p>West</p></table-cell></table-row>"
        "<table-row><table-cell><p>Hills</p></table-cell><table-cell><p>East</p></table-cell>"
        "</table-row><table-row><table-cell/><table-cell><p>South</p></table-cell></table-row>"
    )
    text = read("sheets.ods", raw_ods(f'<table name="S">{rows}</table>')).text
    assert text.startswith("S\n\n| Coast | North |\n| Coast | West |\n")
    assert text.count("West") == 100
    assert text.endswith("| Coast | West |\n| Hills | East |\n|  | South |")


def test_damaged_and_encrypted_files_are_refused() -> None:
    """With what is wrong."""
    with pytest.raises(DocumentError, match="is damaged"):
        read("sheets.ods", raw_ods("<table><table-row></table>"))
    manifest = "<manifest><encryption-data/></manifest>"
    with pytest.raises(DocumentError, match="is encrypted"):
        read("sheets.ods", raw_ods("", **{"META-INF/manifest.xml": manifest}))

"""Excel's older XML is a spreadsheet, whatever its suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.loaders.xml_elements import extract

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_STYLES = (
    '<Style s:ID="share"><NumberFormat s:Format="Percent"/></Style>'
    '<Style s:ID="name"><Font s:Bold="1"/></Style>'
)


def row(*cells: str, **attributes: int) -> str:
    """Return a row; a cell is its attributes, ``|``, its type, ``|``, and its data."""
    inner = "".join(
        f'<Cell {where}><Data s:Type="{kind}">{words}</Data></Cell>'
        for where, kind, words in (cell.split("|") for cell in cells)
    )
    named = " ".join(f's:{name}="{value}"' for name, value in attributes.items())
    return f"<Row {named}>{inner}</Row>"


def sheet(*rows: str, name: str = "Stock", below: str = "") -> str:
    """Return a sheet."""
    return f'<Worksheet s:Name="{name}"><Table>{"".join(rows)}</Table>{below}</Worksheet>'


def read(*sheets: str) -> Extract:
    """Return what is read of a workbook."""
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{_SPACE}" xmlns:s="{_SPACE}">'
        f"<Styles>{_STYLES}</Styles>{''.join(sheets)}</Workbook>"
    )
    (found,) = extract(content.encode(), Path("a.xls"))
    return found


NAMES = row("|String|Rope", "|String|Worn", "|String|Checked")


def test_rows_stand_below_the_names_of_columns_as_they_are_shown() -> None:
    """Shares and days by the formats of their cells."""
    found = read(
        sheet(
            NAMES,
            row(
                "|String|Hemp",
                's:StyleID="share"|Number|0.125',
                "|DateTime|2024-05-02T00:00:00.000",
            ),
            row(
                "|String|Wire", 's:StyleID="share"|Number|0.5', "|DateTime|2024-05-03T10:30:00.000"
            ),
            row("|String|Silk", 's:StyleID="share"|Number|x', "|Boolean|1"),
        )
    )
    assert found.text == (
        "Stock\n\n| Rope | Worn | Checked |\n| Hemp | 12.50% | 2024-05-02 |\n"
        "| Wire | 50.00% | 2024-05-03 10:30:00 |\n| Silk | x | TRUE |"
    )
    assert found.headings[-1].title == "Rope · Worn · Checked"


def test_cells_that_go_over_others_are_part_of_each_row() -> None:
    """And the numbers of cells and rows leave gaps."""
    found = read(
        sheet(
            NAMES,
            row('s:MergeDown="1"|String|Hemp', "|Number|3", "|String|May"),
            row('s:Index="2"|Number|4', "|String|June"),
            row("|String|Counted twice.", Index=7),
        )
    )
    assert "| Hemp | 3 | May |\n| Hemp | 4 | June |\n\nCounted twice." in found.text


def test_hidden_sheets_are_noted_and_comments_follow() -> None:
    """As in newer files."""
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    comment = "<Row><Cell><Comment><Data>Ask Ida.</Data></Comment></Cell></Row>"
    found = read(sheet(row("|String|a"), comment), sheet(row("|String|b"), name="L", below=hidden))
    assert found.text == "Stock\n\na\n\nComment: Ask Ida."
    assert found.notes == ("1 hidden sheet was left out: L",)


def test_numbers_without_end_end() -> None:
    """Of rows, cells and spans."""
    found = read(
        sheet(
            row('s:Index="999999999"|String|far', "|String|farther"),
            row('s:MergeAcross="999999999" s:MergeDown="999999999"|String|wide', "|Number|1"),
            row("|String|low", Index=1_048_576),
            row("|String|lower"),
        )
    )
    assert found.text == "Stock\n\nwide\n\nlow"

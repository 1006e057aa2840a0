"""Questionnaires as people get them: lookalikes of public templates, and one with everything."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from tests.support.spreadsheets import SPREADSHEET, excel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import xlsxwriter

QUESTIONS = ("Are apples washed?", "Do you keep birds?", "Is the cloud policy reviewed?")
_YES_NO = {"validate": "list", "source": ["Yes", "No", "NA"]}


def caiq(questions: Sequence[str] = QUESTIONS) -> bytes:
    """Return a form with the columns of a CAIQ, below its titles."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("CAIQv4.0.3")
        wrapped = book.add_format({"text_wrap": True, "border": 1, "font_name": "Arial"})
        sheet.write("A1", "v4.0.3")
        sheet.merge_range("B1:F1", "CONSENSUS ASSESSMENTS INITIATIVE QUESTIONNAIRE")
        names = (
            "Question ID",
            "Question",
            "CSP CAIQ Answer",
            "SSRM Control Ownership",
            "CSP Implementation Description (Optional/Recommended)",
            "CSC Responsibilities (Optional/Recommended)",
            "CCM Control ID",
            "CCM Control Specification",
        )
        sheet.write_row("A3", names, book.add_format({"bold": True, "bg_color": "#00CCFF"}))
        for row, question in enumerate(questions, start=3):
            sheet.write_row(row, 0, [f"A&A-0{row}.1", question, "", "", "", ""], wrapped)
            sheet.write_row(row, 6, [f"A&A-0{row}", "Establish and maintain policies."], wrapped)
        sheet.data_validation(3, 2, 2 + len(questions), 2, _YES_NO)
        owners = {"validate": "list", "source": ["CSP-owned", "CSC-owned"]}
        sheet.data_validation(3, 3, 2 + len(questions), 3, owners)

    return excel(fill)


def hecvat() -> bytes:
    """Return a form with the columns of a HECVAT: section rows, and a list on another sheet."""

    def fill(book: xlsxwriter.Workbook) -> None:
        guide = book.add_worksheet("Instructions")
        guide.write_column("A1", ["How do I use this form?", "Answer all questions in order."])
        sheet = book.add_worksheet("HECVAT - Full")
        bold = book.add_format({"bold": True, "bg_color": "#DDDDDD"})
        sheet.write("A1", "Higher Education Community Vendor Assessment Toolkit", bold)
        names = ("ID", "Question", "Answer", "Additional Information", "Guidance", "Analyst Notes")
        sheet.write_row("A3", names, bold)
        sheet.merge_range("A4:F4", "Company Overview", bold)
        sheet.write_row("A5", ["COMP-01", QUESTIONS[0], "", "", "Say how."])
        sheet.write_row("A6", ["COMP-02", QUESTIONS[1], "Yes", "Two of them.", "Say which."])
        sheet.merge_range("A7:F7", "Documentation", bold)
        sheet.write_row("A8", ["DOCU-01", QUESTIONS[2], "", "", "Say when."])
        values = book.add_worksheet("Values")
        values.write_column("A1", ["Yes", "No", "N/A"])
        values.hide()
        for row in (4, 5, 7):
            rule = {"validate": "list", "source": "=Values!$A$1:$A$3"}
            sheet.data_validation(row, 2, row, 2, rule)

    return excel(fill)


def sig_lite() -> bytes:
    """Return a form with the columns of a SIG Lite."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Lite")
        names = (
            "Ques Num",
            "Question/Request",
            "Response",
            "Additional Information",
            "Category",
            "SCA Reference",
            "ISO 27002:2013 Relevance",
        )
        sheet.write_row("A2", names)
        for row, question in enumerate(QUESTIONS, start=2):
            sheet.write_row(row, 0, [f"A.{row}", question, "", "", "Fruit", "A.1", "5.1.1"])
        sheet.data_validation(2, 2, 4, 2, _YES_NO)

    return excel(fill)


def rich(folder: Path) -> bytes:
    """Return a form of an ``.xlsm`` with formulas, rules, a picture, comments, a chart, macros."""
    macros = folder / "vbaProject.bin"
    macros.write_bytes(b"\xd0\xcf\x11\xe0macros" * 50)

    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_vba_project(str(macros))
        sheet = book.add_worksheet("Form")
        boxed = book.add_format({"border": 2, "font_color": "#990000", "locked": False})
        sheet.write_row("A1", ["ID", "Question", "Answer", "Score"])
        for row, question in enumerate(QUESTIONS, start=1):
            sheet.write(row, 0, row)
            sheet.write(row, 1, question)
            sheet.write_blank(row, 2, None, boxed)
            sheet.write_formula(row, 3, f"=LEN(C{row + 1})", None, 0)
        sheet.write_comment("B2", "Which apples?", {"author": "Ann"})
        sheet.conditional_format("D2:D4", {"type": "cell", "criteria": ">", "value": 3})
        sheet.insert_image("F2", "dot.png", {"image_data": io.BytesIO(_DOT)})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Form!$D$2:$D$4"})
        sheet.insert_chart("F9", chart)
        sheet.set_row(2, 40)
        sheet.autofilter("A1:D4")
        book.define_name("Scores", "=Form!$D$2:$D$4")

    return excel(fill)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an office file by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    """Return the names of the parts that differ between two office files."""
    old, new = parts_of(before), parts_of(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def without(xml: bytes, *cells: str) -> bytes:
    """Return the XML of a sheet without some cells, and without the heights of rows."""
    for cell in cells:
        found = rf'(?s)<c r="{cell}"[^>]*?(?:/>|>.*?</c>)'.encode()
        xml = re.sub(found, b"", xml)
    return re.sub(rb'(<row\b[^>]*?) ht="[\d.]+"', rb"\1", xml)


def prefixed(sheet: str) -> bytes:
    """Return a workbook with the XML of one sheet, whose prefix is ``x``, and without styles."""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{office}"><sheets>'
        '<sheet name="Form" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="s" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{SPREADSHEET}">{sheet}</x:worksheet>',
    }
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return saved.getvalue()


_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "00000005000157a5c5e40000000049454e44ae426082"
)

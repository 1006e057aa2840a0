"""A corpus of thirty files of many kinds, such as a small office has: the same every time.

The words are in :mod:`tests.support.mixed_texts` and :mod:`tests.support.mixed_papers`. Two more
files cannot be used: a scan without text, and a Word document that is damaged.
"""

from __future__ import annotations

import io
import os
from datetime import datetime, timezone
from email.message import EmailMessage
from typing import TYPE_CHECKING

import docx
from fpdf import FPDF
from PIL import Image
from pptx import Presentation

from tests.support.mixed_papers import PDF, WORD
from tests.support.mixed_texts import MAILS, SHEETS, SLIDES, TEXTS
from tests.support.spreadsheets import excel

if TYPE_CHECKING:
    from pathlib import Path

    import xlsxwriter

SCAN = "litigation/affidavit-of-service-scan.pdf"
BROKEN = "litigation/draft-brief.docx"

FILES = (*WORD, *PDF, *TEXTS, *MAILS, *SHEETS, *SLIDES)
"""Names of the files that can be searched, and there are thirty."""

_FIRST_DAY = datetime(2025, 1, 7, 9, tzinfo=timezone.utc).timestamp()
_DAYS = 86_400 * 5  # seconds between the dates of two files


def write_mixed_files(folder: Path) -> None:
    """Write the thirty files, and two that cannot be used.

    Args:
        folder: that they are written below; it is made if need be.
    """
    contents: dict[str, bytes] = {
        **{name: _word(title, text) for name, (title, text) in WORD.items()},
        **{name: _pdf(title, text) for name, (title, text) in PDF.items()},
        **{name: text.encode() for name, text in TEXTS.items()},
        **{name: _mail(*parts) for name, parts in MAILS.items()},
        **{name: _sheet(title, rows) for name, (title, rows) in SHEETS.items()},
        **{name: _slides(slides) for name, slides in SLIDES.items()},
        SCAN: _scan(),
        BROKEN: b"PK\x03\x04 this is no archive" + bytes(200),
    }
    for number, (name, content) in enumerate(sorted(contents.items())):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        changed = _FIRST_DAY + _DAYS * (number * 7 % len(contents))
        os.utime(path, (changed, changed))


def _word(title: str, text: str) -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.add_heading(title, 0)
    for block in _blocks(text):
        if block.startswith("| "):
            rows = [line.strip("| ").split(" | ") for line in block.splitlines()]
            table = document.add_table(0, len(rows[0]))
            for row in rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        elif block.startswith("# "):
            document.add_heading(block[2:], 1)
        else:
            document.add_paragraph(block.replace("\n", " "))
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _blocks(text: str) -> list[str]:
    return text.strip().split("\n\n")


def _pdf(title: str, text: str) -> bytes:
    pdf = FPDF()
    pdf.set_creation_date(datetime.fromtimestamp(_FIRST_DAY, timezone.utc))
    pdf.set_title(title)
    pdf.set_margin(25)
    pdf.add_page()
    for block in (f"# {title}", *_blocks(text)):
        if block == "---":
            pdf.add_page()
            continue
        is_heading = block.startswith("# ")
        pdf.set_font("Times", "B" if is_heading else "", 16 if is_heading else 12)
        pdf.multi_cell(
            0, 7, block.removeprefix("# ").replace("\n", " "), new_x="LMARGIN", new_y="NEXT"
        )
        pdf.ln(3)
    return bytes(pdf.output())


def _scan() -> bytes:
    picture = io.BytesIO()
    Image.new("L", (210, 297), 235).save(picture, "PNG")
    pdf = FPDF()
    pdf.set_creation_date(datetime.fromtimestamp(_FIRST_DAY, timezone.utc))
    pdf.add_page()
    pdf.image(picture, 0, 0, 210, 297)
    return bytes(pdf.output())


def _mail(sender: str, receiver: str, subject: str, date: str, words: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, receiver, subject, date
    mail.set_content(words)
    return bytes(mail)


def _sheet(title: str, rows: list[list[str | float]]) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.set_properties({"created": datetime(2025, 1, 7)})  # noqa: DTZ001 - as the format has it
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return excel(fill)


def _slides(slides: list[tuple[str, str]]) -> bytes:
    deck = Presentation()
    for title, points in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = points
    saved = io.BytesIO()
    deck.save(saved)
    return saved.getvalue()

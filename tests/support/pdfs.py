"""PDFs made by another library."""

from __future__ import annotations

from fpdf import FPDF

from qa.loaders.pdf.glyphs import Word


def new_pdf() -> FPDF:
    """Return an empty PDF with a font."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    return pdf


def numbered(pages: int) -> FPDF:
    """Return a report with a running header and a page number."""

    class Report(FPDF):  # type: ignore[misc]
        def header(self) -> None:
            self.set_font("Helvetica", size=8)
            self.cell(0, 5, "Annual report", new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("Helvetica", size=8)
            self.cell(0, 5, f"Page {self.page_no()} of {pages}", align="C")

    pdf = Report()
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.set_font("Helvetica", size=16)
        pdf.cell(0, 10, f"Chapter {number}", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Helvetica", size=11)
        pdf.multi_cell(0, 5, f"The apple number {number} is red. It was picked with care. " * 3)
    return pdf


def placed(text: str, left: float, base: float, *, size: float = 10.0, turn: int = 0) -> Word:
    """Return a word at a place of a page, five points for each letter."""
    right = left + 5 * len(text)
    return Word(text, left, right, base, size, bold=False, font="Plain", turn=turn, index=0, end=0)

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


HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
FIELD_FONT = "/G 10 Tf 0 g"


def pdf_with(
    content: str, annotations: list[str], font: str = HELVETICA, stream: str = ""
) -> bytes:
    """Return a PDF of one page with text and annotations; font G is Helvetica, F may be another.

    Without annotations, a stream is object 6.
    """
    kids = " ".join(f"{6 + i} 0 R" for i in range(len(annotations)))
    fonts = f"/Font << /F 4 0 R /G {HELVETICA} >>"
    objects = [
        (
            f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{kids}] /DR << {fonts} >>"
            f" /DA ({FIELD_FONT}) >> >>"
        ),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R"
            f" /Resources << {fonts} >> /Annots [{kids}] >>"
        ),
        font,
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        *(f"<< /Type /Annot {annotation} >>" for annotation in annotations),
        *([f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"] if stream else []),
    ]
    out = "%PDF-1.7\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    for number, body in enumerate(objects, start=1):
        table += f"{len(out):010} 00000 n \n"
        out += f"{number} 0 obj\n{body}\nendobj\n"
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return (out + table + trailer).encode("latin-1")


def placed(text: str, left: float, base: float, *, size: float = 10.0, turn: int = 0) -> Word:
    """Return a word at a place of a page, five points for each letter."""
    right = left + 5 * len(text)
    return Word(text, left, right, base, size, bold=False, font="Plain", turn=turn, index=0, end=0)

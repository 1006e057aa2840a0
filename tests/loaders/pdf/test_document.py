"""PDFs made by another library give back their words, pages and headings."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from PIL import Image

from qa.errors import DocumentError
from qa.indexing.build import build_with_report
from qa.loaders.pdf import extract
from qa.pipeline import ask
from tests.support.indexes import Library
from tests.support.pdfs import new_pdf, numbered

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

ARTICLE = (Path(__file__).parents[3] / "corpus" / "china-tech-industry.txt").read_text("utf-8")
WORDS = re.findall(r"[A-Za-z]+", ARTICLE)


def read(pdf: FPDF | bytes) -> Extract:
    """Return what is read of a PDF."""
    (found,) = extract(bytes(pdf.output()) if isinstance(pdf, FPDF) else pdf, Path("a.pdf"))
    return found


@pytest.mark.parametrize("columns", [1, 2])
def test_nearly_all_words_stay_in_order(columns: int) -> None:
    """On pages of one column and of two."""
    pdf = new_pdf()
    pdf.add_page()
    with pdf.text_columns(ncols=columns, gutter=8, text_align="L") as text:
        text.write(" ".join(WORDS))
    found = re.findall(r"[A-Za-z]+", read(pdf).text)
    kept = sum((Counter(WORDS) & Counter(found)).values())
    assert kept / len(WORDS) >= 0.99
    assert sum(a == b for a, b in zip(WORDS, found, strict=False)) / len(WORDS) >= 0.99


def test_every_quote_of_a_hundred_pages_has_the_right_page(tmp_path: Path) -> None:
    """By its number and by its chapter."""
    library = Library(tmp_path)
    library.corpus.mkdir()
    (library.corpus / "report.pdf").write_bytes(numbered(100).output())
    index = build_with_report([library.corpus], into=library.root, embedder=library.embedder).index
    for number in range(1, 101):
        answer = ask(
            f"Which apple number {number} is red?", index, min_confidence=0, evidence_model="none"
        )
        quote = answer.quotes[0]
        assert (quote.citation.page, quote.citation.headings) == (number, (f"Chapter {number}",))


def test_pages_without_text_are_reported() -> None:
    """A picture of a page is not text; a blank page is nothing to report."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    pdf = new_pdf()
    for page in ("text", "scan", "blank", "scan", "scan"):
        pdf.add_page()
        if page == "text":
            pdf.cell(0, 5, "A page with text.")
        elif page == "scan":
            pdf.image(picture, 0, 0, 100)
    found = read(pdf)
    assert found.notes == (
        "page 2 has no text (scanned?)",
        "pages 4–5 have no text (scanned?)",
    )


def test_the_title_is_that_of_the_file() -> None:
    """A heading over two lines is none, though it is one heading."""
    pdf = new_pdf()
    pdf.set_title("Harbour tolls")
    pdf.add_page()
    pdf.set_font("Helvetica", size=20)
    pdf.multi_cell(60, 10, "What is paid on the quay", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 5, "The warden takes a coin from each boat that ties up here. " * 9)
    found = read(pdf)
    assert [heading.title for heading in found.headings] == ["What is paid on the quay"]
    assert found.title == "Harbour tolls"


def test_what_cannot_be_read_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypted, cut short, something else, or too long."""
    secret = new_pdf()
    secret.add_page()
    secret.cell(0, 5, "Secret")
    secret.set_encryption("owner", "user", EncryptionMethod.RC4)
    whole = bytes(numbered(3).output())
    monkeypatch.setenv("QA_MAX_PAGES", "2")
    for data, reason in (
        (bytes(secret.output()), "is encrypted; save it without a password"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "is damaged (it is incomplete, or not"),
        (b"no pdf", "is not a .pdf file: its content is that of a .txt file;"),
        (whole, "has 3 pages; at most 2 are read"),
    ):
        with pytest.raises(DocumentError) as caught:
            read(data)
        assert caught.value.reason.startswith(reason)


@pytest.mark.parametrize("written", ["", "(anonymous)", "Slide 1", "10811.exe", "Untitled"])
def test_what_a_program_writes_as_title_is_none(written: str) -> None:
    """Nor is a heading over two lines."""
    pdf = new_pdf()
    pdf.set_title(written)
    pdf.add_page()
    pdf.set_font("Helvetica", size=20)
    pdf.multi_cell(120, 9, "Lights and landing places of the northern shore", align="L")
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 5, "The harbour is deep. " * 40)
    found = read(pdf)
    assert found.title is None
    assert found.headings[0].title == "Lights and landing places of the northern shore"

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
from tests.support.library import Library

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

ARTICLE = (Path(__file__).parents[2] / "corpus" / "china-tech-industry.txt").read_text("utf-8")
WORDS = re.findall(r"[A-Za-z]+", ARTICLE)


def read(pdf: FPDF | bytes) -> Extract:
    """Return what is read of a PDF."""
    (found,) = extract(bytes(pdf.output()) if isinstance(pdf, FPDF) else pdf, Path("a.pdf"))
    return found


def new_pdf() -> FPDF:
    """Return an empty PDF with a font."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    return pdf


@pytest.mark.parametrize("columns", [1, 2])
def test_nearly_all_words_are_kept_in_order(columns: int) -> None:
    """On pages of one column and of two."""
    pdf = new_pdf()
    pdf.add_page()
    with pdf.text_columns(ncols=columns, gutter=8, text_align="L") as text:
        text.write(" ".join(WORDS))
    found = re.findall(r"[A-Za-z]+", read(pdf).text)
    kept = sum((Counter(WORDS) & Counter(found)).values())
    assert kept / len(WORDS) >= 0.99
    assert sum(a == b for a, b in zip(WORDS, found, strict=False)) / len(WORDS) >= 0.99


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


def test_running_headers_and_footers_are_no_part_of_the_text_around_them() -> None:
    """They stay in the text and are told apart; headings are the larger lines."""
    found = read(numbered(5))
    assert {found.text[aside.start : aside.end] for aside in found.asides} == {
        "Annual report",
        *(f"Page {number} of 5" for number in range(1, 6)),
    }
    assert [(h.level, h.title) for h in found.headings] == [
        (1, f"Chapter {number}") for number in range(1, 6)
    ]
    assert all(found.text[h.start : h.end] == h.title for h in found.headings)


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
        assert f"number {number} is" in quote.text
        assert (quote.citation.page, quote.citation.headings) == (number, (f"Chapter {number}",))


def test_the_outline_tells_headings_and_levels() -> None:
    """Where there is one, sizes do not count; it need not have the numbers of the text."""
    pdf = new_pdf()
    pdf.set_title("Fruit")
    pdf.add_page()
    for level, title in ((0, "Fruit trees"), (1, "Apples")):
        pdf.start_section(title, level=level)
        pdf.cell(0, 8, f"1.{level} {title}", new_x="LMARGIN", new_y="NEXT")
        pdf.multi_cell(0, 5, "Words about it, and more of them.")
    found = read(pdf)
    assert [(h.level, h.title) for h in found.headings] == [
        (1, "1.0 Fruit trees"),
        (2, "1.1 Apples"),
    ]
    assert found.title == "Fruit"


def test_a_word_divided_at_a_line_end_is_one_word() -> None:
    """A hyphen of its own stays, and an upper-case word is not taken for the rest of one."""
    pdf = new_pdf()
    pdf.add_page()
    for line in (
        "It is an exam-",
        "ple of a well-",
        "known rule, which is well-known. Pre-",
        "War.",
    ):
        pdf.cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")
    text = " ".join(read(pdf).text.split())
    assert "an example of a well-known rule" in text
    assert "PreWar" not in text


def test_pages_without_text_are_reported() -> None:
    """A picture of a page is no text; a blank page is nothing to report."""
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
        "page 2 holds no text: a scan?",
        "pages 4–5 hold no text: scans?",
    )


def test_what_cannot_be_read_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypted, cut short, something else, or too long."""
    secret = new_pdf()
    secret.add_page()
    secret.cell(0, 5, "Secret")
    secret.set_encryption("owner", "user", EncryptionMethod.RC4)
    whole = bytes(numbered(3).output())
    monkeypatch.setenv("QA_MAX_PAGES", "2")
    for data, reason in (
        (bytes(secret.output()), "is encrypted; save it without its password"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "is no PDF that can be read"),
        (b"no pdf", "is no PDF that can be read"),
        (whole, "has 3 pages; at most 2 are read"),
    ):
        with pytest.raises(DocumentError) as caught:
            read(data)
        assert caught.value.reason.startswith(reason)

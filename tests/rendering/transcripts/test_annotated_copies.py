"""Copies of the PDFs that answers quote."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from qa.errors import CorpusError, DocumentError
from qa.receipts import Source
from qa.records import PDF, Answer, Citation, Document, Quote, Span, Why
from qa.rendering.transcripts.annotated_copies import (
    annotated_copies,
    annotated_copy,
    quoted_pdfs,
    to_annotated_pdfs,
)
from tests.support.indexes import load_document
from tests.support.pdfs import numbered

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of two pages."""
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(bytes(numbered(2).output()))
    return path


@pytest.fixture(scope="module")
def report(path: Path) -> Document:
    return load_document("a/report.pdf", path)


def answered(question: str, document: Document, start: int, end: int) -> Answer:
    """Return an answer with one quote."""
    source = Source(sha256=document.source_sha256, media_type=document.media_type)
    page = document.page_at(start)
    citation = Citation(document.doc_id, "Report", (), page, start, end, "", "", source=source)
    quote = Quote(document.text[start:end], citation, 0.8, Span(0, 9), Why(0, 0, 0, 0, ()))
    return Answer(question, (quote,), found=True, confidence=0.9, nearest=(), index="0" * 16)


def comments(content: bytes) -> list[list[str]]:
    """Return what the highlights of each page say."""
    return [
        [one.get_object()["/Contents"] for one in page.get("/Annots", [])]
        for page in PdfReader(BytesIO(content)).pages
    ]


def test_one_copy_has_all_quotes_of_a_document(report: Document, path: Path) -> None:
    """With question, probability and citation; a quote that answers twice is one highlight."""
    first, second = report.text.index("The apple"), report.text.index("Chapter 2")
    answers = [
        answered("Which apple?", report, first, first + 9),
        answered("What is red?", report, first, first + 9),
        answered("Where next?", report, second, second + 9),
    ]
    copy = annotated_copy(report, path, answers)
    (apple,), (chapter,) = comments(copy.content)
    assert apple == (
        "Which apple? (probability that this quote answers: 80%)\n"
        "What is red? (probability that this quote answers: 80%)\n\n"
        f"Report, page 1\na/report.pdf, characters {first}–{first + 9}"
    )
    assert chapter.startswith("Where next?")
    assert (copy.quotes, copy.notes) == (2, ())


def test_a_quote_over_two_pages_is_marked_on_both(report: Document, path: Path) -> None:
    """Each page has its part."""
    start = report.text.rindex("picked", 0, report.pages[1])
    copy = annotated_copy(
        report, path, [answered("Both?", report, start, report.text.index("Chapter 2") + 9)]
    )
    assert [len(page) for page in comments(copy.content)] == [1, 1]
    assert copy.quotes == 1


def test_a_quote_of_an_earlier_version_is_not_marked(report: Document, path: Path) -> None:
    """Its words are not where it says."""
    answer = answered("Which?", report, 0, 9)
    old = replace(answer, quotes=(replace(answer.quotes[0], text="Other wor"),))
    with pytest.raises(DocumentError, match="no pages with a quote"):
        annotated_copy(report, path, [old])


def test_what_cannot_be_copied_is_said(report: Document, path: Path, tmp_path: Path) -> None:
    """A file that is gone, has changed, or is no PDF; the others are copied."""
    at = report.text.index("The apple")
    changed = replace(report, doc_id="b/changed.pdf", source_sha256="0" * 64)
    gone = replace(report, doc_id="gone.pdf")
    known = {one.doc_id: one for one in (report, changed, gone)}
    answers = [answered("Which?", one, at, at + 9) for one in known.values()]
    text = replace(report, doc_id="notes.txt", media_type="text/plain")
    answers.append(answered("Which?", text, at, at + 9))
    assert quoted_pdfs(answers) == ["a/report.pdf", "b/changed.pdf", "gone.pdf"]

    def file(document: Document) -> Path | None:
        return None if document is gone else path

    copies, notes = annotated_copies(answers, known.__getitem__, file)
    assert list(copies) == ["a/report.annotated.pdf"]
    first, second = notes
    assert first.startswith("b/changed.pdf: cannot be copied with highlights (the file has changed")
    assert second == "gone.pdf: its file was not found"
    with zipfile.ZipFile(BytesIO(to_annotated_pdfs(answers, known.__getitem__, file))) as archive:
        assert archive.namelist() == ["a/report.annotated.pdf", "notes.txt"]
        assert archive.read("notes.txt").decode().splitlines() == notes


def test_two_documents_have_two_copies(report: Document, path: Path) -> None:
    """Though their names differ in the case of their ending alone."""
    at = report.text.index("The apple")
    known = {doc_id: replace(report, doc_id=doc_id) for doc_id in ("a/report.pdf", "a/report.PDF")}
    answers = [answered("Which?", one, at, at + 9) for one in known.values()]
    copies, _ = annotated_copies(answers, known.__getitem__, lambda _: path)
    assert list(copies) == ["a/report.annotated.pdf", "a/report (2).annotated.pdf"]


def test_nothing_to_annotate_is_an_error(report: Document) -> None:
    """An empty file would help nobody."""
    assert report.media_type == PDF
    with pytest.raises(CorpusError, match="No quote of these answers is from a PDF"):
        to_annotated_pdfs([answered("?", report, 0, 9)], lambda _: report, lambda _: None)

"""Copies of the PDFs that answers quote, with the quotes highlighted and commented."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.errors import CorpusError, DocumentError
from qa.loaders.sandbox.pdf_marks import Mark, PageText, marked_copy
from qa.records import PDF
from qa.rendering.text import citation_line, offsets_line
from qa.rendering.transcripts.entries import SCORE, single_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence
    from pathlib import Path

    from qa.records import Answer, Document, Quote

NO_COPY = "No quote of these answers is from a PDF that can be annotated."
"""What is said where no copy can be made."""

SIGNED = "is signed; programs may say that the copy was changed after that"
"""Note on the copy of a PDF with a digital signature."""

NO_FILE = "its file was not found"
"""Note on a PDF that cannot be copied."""

SUFFIX = ".annotated.pdf"
"""Of the name of a copy."""

_NOT_PLACED = "the words of {number} of {all} quotes were not found on the printed page"


@dataclass(frozen=True, slots=True)
class AnnotatedCopy:
    """A copy of a PDF with highlights.

    Attributes:
        content: bytes of the file.
        quotes: how many quotes are highlighted.
        notes: what a reader should know of it, without the file's name.
    """

    content: bytes
    quotes: int
    notes: tuple[str, ...]


def annotated_copies(
    answers: Sequence[Answer],
    document: Callable[[str], Document],
    file: Callable[[Document], Path | None],
) -> tuple[dict[str, bytes], list[str]]:
    """Return a copy of each PDF that answers quote: its path → its bytes; and notes, a line each.

    Args:
        answers: of a conversation, in order.
        document: returns a document by its ``doc_id``; raises ``KeyError`` for one that is gone.
        file: returns where the file of a document is; None where it is not found.
    """
    copies: dict[str, bytes] = {}
    notes: list[str] = []
    for doc_id in quoted_pdfs(answers):
        try:
            known = document(doc_id)
            path = file(known)
            if path is None:
                notes.append(f"{doc_id}: {NO_FILE}")
                continue
            copy = annotated_copy(known, path, answers)
        except KeyError:
            notes.append(f"{doc_id}: {NO_FILE}")
        except DocumentError as error:
            notes.append(f"{doc_id}: {error.reason}")
        else:
            copies[_copy_name(doc_id, copies)] = copy.content
            notes += (f"{doc_id}: {note}" for note in copy.notes)
    return copies, notes


def to_annotated_pdfs(
    answers: Sequence[Answer],
    document: Callable[[str], Document],
    file: Callable[[Document], Path | None],
) -> bytes:
    """Return the copies in a ZIP file, with a text file that has the notes, if there are any.

    Args:
        answers: of a conversation, in order.
        document: returns a document by its ``doc_id``; raises ``KeyError`` for one that is gone.
        file: returns where the file of a document is; None where it is not found.

    Raises:
        CorpusError: there is no copy.
    """
    copies, notes = annotated_copies(answers, document, file)
    if not copies:
        raise CorpusError(" ".join([NO_COPY, *(f"{note}." for note in notes)]))
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in copies.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        if notes:
            archive.writestr(zipfile.ZipInfo("notes.txt"), "\n".join(notes) + "\n")
    return packed.getvalue()


def _copy_name(doc_id: str, taken: Container[str]) -> str:
    """Return the path of a copy, below any folder; "a.pdf" and "a.PDF" have a copy each."""
    path = PurePosixPath(doc_id)
    is_below = not path.is_absolute() and ".." not in path.parts
    stems = (f"{path.stem} ({number})" if number > 1 else path.stem for number in count(1))
    names = (f"{stem}{SUFFIX}" for stem in stems)
    paths = (str(path.with_name(name)) if is_below else name for name in names)
    return next(one for one in paths if one not in taken)


def quoted_pdfs(answers: Sequence[Answer]) -> list[str]:
    """Return the ``doc_id`` of each PDF that answers quote, in the order of the quotes.

    Args:
        answers: of a conversation, in order.
    """
    cited = [quote.citation for _, quote in _quotes(answers)]
    return list(dict.fromkeys(one.doc_id for one in cited if one.source.media_type == PDF))


def annotated_copy(document: Document, path: Path, answers: Sequence[Answer]) -> AnnotatedCopy:
    """Return a copy of a PDF with the quotes highlighted; each has its question and citation.

    Args:
        document: the PDF as it was indexed.
        path: of its file.
        answers: those that quote it, and others.

    Raises:
        DocumentError: it is no PDF, its file has changed or is encrypted, or no quote was found on
            its pages.
    """
    comments = _comments(document, answers)
    pages: dict[int, PageText] = {}
    marks: list[Mark] = []
    of_quote: list[int] = []  # position in ``comments`` of each mark
    for at, ((start, end), comment) in enumerate(sorted(comments.items())):
        for number in range(document.page_at(start) or 1, (document.page_at(end - 1) or 0) + 1):
            page, first, last = _page(document, number)
            pages[number] = page
            begins, ends = max(start, first) - first, min(end, last) - first
            if page.text[begins:ends].strip():
                marks.append(Mark(number, begins, ends, comment))
                of_quote.append(at)
    if not marks:
        raise DocumentError(path, "has no pages with a quote to highlight")
    copy = marked_copy(path, document.source_sha256, tuple(pages.values()), marks)
    placed = {at for at, found in zip(of_quote, copy.is_placed, strict=True) if found}
    if not placed:
        reason = "has none of the quotes on its printed pages, so there is nothing to highlight"
        raise DocumentError(path, reason)
    notes = [SIGNED] if copy.is_signed else []
    if missing := len(comments) - len(placed):
        notes.append(_NOT_PLACED.format(number=missing, all=len(comments)))
    return AnnotatedCopy(copy.content, len(placed), tuple(notes))


def _comments(document: Document, answers: Sequence[Answer]) -> dict[tuple[int, int], str]:
    """Return the span of each quote of a document, and what its annotation says.

    A quote that answers several questions has one annotation.
    """
    questions: dict[tuple[int, int], list[str]] = {}
    cited: dict[tuple[int, int], str] = {}
    for answer, quote in _quotes(answers):
        citation = quote.citation
        if citation.doc_id != document.doc_id:
            continue
        if document.text[citation.start : citation.end] != quote.text:
            continue  # of an earlier version
        span = (citation.start, citation.end)
        rated = "" if answer.note else f" ({SCORE.format(score=quote.score)})"
        questions.setdefault(span, []).append(f"{answer.question}{rated}")
        cited[span] = f"{citation_line(citation)}\n{offsets_line(citation)}"
    return {
        span: "\n".join((*dict.fromkeys(asked), "", cited[span]))
        for span, asked in questions.items()
    }


def _quotes(answers: Sequence[Answer]) -> Iterator[tuple[Answer, Quote]]:
    for answer in single_answers(answers):
        yield from ((answer, quote) for quote in answer.quotes)


def _page(document: Document, number: int) -> tuple[PageText, int, int]:
    """Return a page, and where it begins and ends in the text of the document."""
    first = document.pages[number - 1]
    last = document.pages[number] if number < len(document.pages) else len(document.text)
    boxes = next((page.boxes for page in document.recognized if page.number == number), "")
    return PageText(number, document.text[first:last], boxes), first, last

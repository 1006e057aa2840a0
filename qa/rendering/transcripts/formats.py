"""The formats that a conversation can be exported in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.rendering.citation_formats import to_bibtex
from qa.rendering.transcripts.annotated_copies import to_annotated_pdfs
from qa.rendering.transcripts.entries import single_answers
from qa.rendering.transcripts.hypothesis import to_hypothesis
from qa.rendering.transcripts.markdown import to_markdown
from qa.rendering.transcripts.obsidian import to_obsidian_zip
from qa.rendering.transcripts.reference_managers import to_csl, to_ris
from qa.rendering.transcripts.verifiable_page import to_verifiable_page
from qa.rendering.transcripts.webpage import to_webpage
from qa.rendering.transcripts.word import MEDIA_TYPE as WORD
from qa.rendering.transcripts.word import to_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from qa.records import Answer, Document


@dataclass(frozen=True, slots=True)
class Export:
    """A conversation, and what its export may need.

    Attributes:
        answers: of the conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
        document: returns a document by its ``doc_id``; raises ``KeyError`` for one that is gone.
        file: returns where the file of a document is; None where it is not found.
        base_url: address of the folder that was indexed; empty for none.
    """

    answers: Sequence[Answer]
    title: str
    exported: datetime | None
    document: Callable[[str], Document]
    file: Callable[[Document], Path | None]
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export.

    Attributes:
        suffix: of its files.
        media_type: of its files.
        write: returns the content of a file.
        reads_documents: whether it needs the documents, and not the answers alone.
    """

    suffix: str
    media_type: str
    write: Callable[[Export], str | bytes]
    reads_documents: bool = False


def _pdf(export: Export) -> bytes:
    # ReportLab takes a while to import, and a machine that only answers does without it.
    from qa.rendering.transcripts.pdf import to_pdf  # noqa: PLC0415

    return to_pdf(export.answers, export.title, export.exported)


FORMATS: dict[str, Format] = {
    "pdf": Format(".pdf", "application/pdf", _pdf),
    "docx": Format(".docx", WORD, lambda it: to_word(it.answers, it.title, it.exported)),
    "verifiable-html": Format(
        ".html",
        "text/html; charset=utf-8",
        lambda it: to_verifiable_page(it.answers, it.document, it.title, it.exported),
        reads_documents=True,
    ),
    "html": Format(
        ".html",
        "text/html; charset=utf-8",
        lambda it: to_webpage(it.answers, it.title, it.exported),
    ),
    "markdown": Format(
        ".md",
        "text/markdown; charset=utf-8",
        lambda it: to_markdown(it.answers, it.title, it.exported),
    ),
    "annotated-pdf": Format(
        ".annotated.zip",
        "application/zip",
        lambda it: to_annotated_pdfs(it.answers, it.document, it.file),
        reads_documents=True,
    ),
    "obsidian": Format(
        ".obsidian.zip",
        "application/zip",
        lambda it: to_obsidian_zip(it.answers, it.title, it.exported),
    ),
    "ris": Format(
        ".ris",
        "application/x-research-info-systems; charset=utf-8",
        lambda it: to_ris(it.answers, it.base_url),
    ),
    "csl-json": Format(
        ".csl.json",
        "application/vnd.citationstyles.csl+json; charset=utf-8",
        lambda it: to_csl(it.answers, it.base_url),
    ),
    "bibtex": Format(
        ".bib",
        "application/x-bibtex; charset=utf-8",
        lambda it: "\n\n".join(
            to_bibtex(answer, it.base_url) for answer in single_answers(it.answers) if answer.quotes
        ),
    ),
    "hypothesis": Format(
        ".hypothesis.json",
        "application/json",
        lambda it: to_hypothesis(it.answers, it.base_url),
    ),
}
"""Name of a format → its files, and what writes them."""


def format_of(name: str) -> Format | None:
    """Return the format that the ending of a file's name says; None if none does.

    Of several formats with one ending, it is the first: a web page checks itself.

    Args:
        name: of the file.
    """
    found = (one for one in FORMATS.values() if name.lower().endswith(one.suffix))
    return next(found, None)

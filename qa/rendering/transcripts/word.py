"""A transcript as a Word document, with the citation of each quote in a footnote."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from qa.files.zip_times import UNDATED
from qa.rendering.transcripts.entries import TITLE, entries, exported_line, heading
from qa.rendering.transcripts.word_frame import framed
from qa.rendering.transcripts.word_quotes import Footnotes, quote_block
from qa.rendering.transcripts.word_text import as_xml, directed, paragraph, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qa.records import Answer
    from qa.rendering.transcripts.entries import Entry

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def to_word(
    answers: Sequence[Answer], title: str = TITLE, exported: datetime | None = None
) -> bytes:
    """Return a conversation as the bytes of a ``.docx`` file.

    Args:
        answers: of the conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    notes = Footnotes()
    name = heading(title, answers)
    body = [directed("Title", name)]
    if line := exported_line(exported):
        body.append(paragraph("Subtitle", runs(line)))
    for entry in entries(answers):
        body += _paragraphs(entry, notes)
    return document("".join(body), notes, name, exported)


def document(body: str, notes: Footnotes, title: str, exported: datetime | None = None) -> bytes:
    """Return the bytes of a ``.docx`` file.

    Args:
        body: its paragraphs and tables.
        notes: that are marked in them.
        title: of the document.
        exported: when it is written; None leaves that out.
    """
    parts = framed(body, notes.xml(), as_xml(title), exported)
    time = UNDATED if exported is None else exported.timetuple()[:6]
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(part, time), xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _paragraphs(entry: Entry, notes: Footnotes) -> Iterator[str]:
    """Yield the paragraphs of an entry; add the citations to the notes."""
    yield directed("Heading1", entry.question)
    yield paragraph("Verdict", runs(entry.verdict))
    for remark in entry.remarks:
        yield paragraph("Remark", runs(remark))
    for quoted in entry.quotes:
        yield quote_block(quoted, notes.mark(quoted.citation))
    if entry.nearest:
        yield paragraph("Remark", runs(entry.nearest_label))
    for quoted in entry.nearest:
        yield quote_block(quoted, notes.mark(quoted.citation))

"""A transcript as PDF; the same transcript has the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.rendering.transcripts.entries import TITLE, entries, exported_line, heading
from qa.rendering.transcripts.pdf_page import paragraph, quote_block, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qa.records import Answer
    from qa.rendering.transcripts.entries import Entry


def to_pdf(
    answers: Sequence[Answer], title: str = TITLE, exported: datetime | None = None
) -> bytes:
    """Return a conversation as the bytes of a PDF.

    Args:
        answers: of the conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    name = heading(title, answers)
    story = [paragraph(name, "title")]
    if line := exported_line(exported):
        story.append(paragraph(line, "exported"))
    for entry in entries(answers):
        story += _flowables(entry)
    return written(story, name)


def _flowables(entry: Entry) -> Iterator[Any]:
    yield paragraph(entry.question, "question")
    yield paragraph(entry.verdict, "verdict")
    for remark in entry.remarks:
        yield paragraph(remark, "remark")
    for quoted in entry.quotes:
        yield from quote_block(quoted)
    if entry.nearest:
        yield paragraph(entry.nearest_label, "remark")
    for quoted in entry.nearest:
        yield from quote_block(quoted, "nearest")

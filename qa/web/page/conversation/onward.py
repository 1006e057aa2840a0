"""Where one reads on after an answer, as buttons: what follows its best quote, or an outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.web import strings
from qa.web.page.conversation.dialogue import next_questions
from qa.web.page.escaping import escaped
from qa.web.service.references import reference_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.records import Answer, Document

_MOST = 3
"""Sections offered."""


def next_sections(answer: Answer, find: Callable[[str], Document]) -> str:
    """Return buttons that open what follows the best quote: sections, or questions of a hearing.

    Args:
        answer: the answer.
        find: returns a document by its ``doc_id``.
    """
    if not answer.quotes:
        return ""
    citation = answer.quotes[0].citation
    document = find(citation.doc_id)
    questions = next_questions(document, citation)
    sections = [
        heading
        for heading in document.headings
        if heading.start >= citation.end and heading.title and heading.start < heading.end
    ]
    chips = "".join(
        f'<button class="section further" value="{escaped(reference_to(document, heading))}">'
        f"{escaped(heading.title)}</button>"
        for heading in [*questions, *sections][:_MOST]
    )
    label = strings.FURTHER_ASKED if questions else strings.FURTHER
    return f'<div class="searched go-on">{escaped(label)} {chips}</div>' if chips else ""


def outline_button(answer: Answer, find: Callable[[str], Document]) -> str:
    """Return a button that opens the only document that an answer is about, at its outline.

    Args:
        answer: the answer.
        find: returns a document by its ``doc_id``.
    """
    if len({quote.citation.doc_id for quote in answer.quotes}) != 1:
        return ""
    document = find(answer.quotes[0].citation.doc_id)
    words = strings.OPEN_OUTLINE if len(document.headings) > 1 else strings.OPEN_DOCUMENT
    label = escaped(words.format(title=document.title))
    return f'<button class="outlined further" value="{escaped(document.doc_id)}">{label}</button>'

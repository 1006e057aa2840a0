"""A transcript for reference managers: a record for each document, its quotes as notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.rendering.citation_formats import link, to_csl_json
from qa.rendering.transcripts.entries import cited_place, single_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.records import Answer, Quote


def to_ris(answers: Sequence[Answer], base_url: str = "") -> str:
    """Return a record of RIS for each document, with a note for each quote.

    Zotero, EndNote and others import it. The note has the question, the quote and where it is.

    Args:
        answers: of a conversation, in order.
        base_url: address of the folder that was indexed; empty for none, and then no links.
    """
    quotes: dict[str, list[tuple[Answer, Quote]]] = {}
    for answer in single_answers(answers):
        for quote in answer.quotes:
            quotes.setdefault(quote.citation.doc_id, []).append((answer, quote))
    return "".join(_record(doc_id, found, base_url) for doc_id, found in quotes.items())


def to_csl(answers: Sequence[Answer], base_url: str = "") -> str:
    """Return an item of CSL-JSON for each quote of a conversation, with the quote as its note.

    Args:
        answers: of the conversation, in order.
        base_url: address of the folder that was indexed; empty for none, and then no links.
    """
    quotes = [quote for answer in single_answers(answers) for quote in answer.quotes]
    # A quote that answers two questions is one item: reference managers know items by their id.
    once = {(quote.citation.doc_id, quote.citation.start, quote.text): quote for quote in quotes}
    if not once:
        return "[]"
    return to_csl_json(replace(answers[0], quotes=tuple(once.values())), base_url)


def _record(doc_id: str, found: Sequence[tuple[Answer, Quote]], base_url: str) -> str:
    first = found[0][1]
    lines = [
        ("TY", "GEN"),
        ("TI", first.citation.title),
        ("DB", doc_id),
        *([("UR", link(first, base_url).partition("#")[0])] if base_url else []),
        *_notes(found),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)


def _notes(found: Sequence[tuple[Answer, Quote]]) -> Iterator[tuple[str, str]]:
    questions: dict[tuple[str, str], list[str]] = {}
    for answer, quote in found:
        cited = cited_place(quote, rated=False)
        words = f"{quote.lead_in()} “{quote.text}”".lstrip()
        questions.setdefault((words, cited), []).append(answer.question)
    for (words, cited), asked in questions.items():
        yield "N1", f"{words} — {cited}. {' '.join(asked)}"

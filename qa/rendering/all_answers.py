"""Everything that answers, as text: document by document, and how complete that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.rendering.doubts import doubt_text
from qa.rendering.layout import PLAIN, Layout
from qa.rendering.table_text import names_line
from qa.terminal import BOLD, QUIET
from qa.text.labels import is_item

if TYPE_CHECKING:
    from qa.records import Quote
    from qa.records.all_answers import AllAnswers, DocumentAnswers

_FEW = 2  # items of a list
_NONE_MISSED = 0.5  # expected answers, below which none is


def document_text(found: DocumentAnswers, first: int = 1, layout: Layout = PLAIN) -> str:
    """Return the quotes of one document below its name, numbered from a number on.

    Args:
        found: the document with its quotes.
        first: number of the first quote.
        layout: width and styles (default: those of a pipe).
    """
    named = f"{found.doc_id} ({len(found.quotes):,})"
    blocks = [layout.block(named, style=BOLD)]
    for number, quote in enumerate(found.quotes, first):
        indent = " " * len(f"{number}. ")
        citation = quote.citation
        where = f"{citation.where()} · " if citation.where() else ""
        span = f"{where}characters {citation.start}–{citation.end} · probability {quote.score:.0%}"
        names = names_line(quote)
        lines = (
            *([layout.block(names, indent, QUIET)] if names else []),
            layout.quoted(quote, indent, None),
            layout.block(span, indent, QUIET),
        )
        text = "\n".join(lines)
        blocks.append(f"{number}. {text[len(indent) :]}")
    return "\n".join(blocks)


def summary_text(answers: AllAnswers) -> str:
    """Return how many answers there are, how many may be missed, what was read, and the remarks.

    Several questions have a line each.

    Args:
        answers: all of them.
    """
    if answers.parts:
        return "\n".join(f"{part.question} {summary_text(part)}" for part in answers.parts)
    quotes, documents = len(answers), len(answers.documents)
    items = list_items(answers)
    # A list is one quote, and what it lists are many answers.
    listed = f", with {items:,} list items" if items else ""
    counted = f"{_counted(quotes, 'answer')} in {_counted(documents, 'document')}{listed}."
    lines = [counted if quotes else "Nothing was found that answers.", missed_text(answers)]
    lines.append(f"Read {answers.read:,} of {_counted(answers.passages, 'passage')}.")
    if answers.unread:
        lines.append(f"{_counted(answers.unread, 'passage')} that may answer were not read.")
    lines.extend(map(doubt_text, answers.doubts))
    return " ".join(lines)


def missed_text(answers: AllAnswers) -> str:
    """Return how many answers may be missed, in words.

    Args:
        answers: all of them.
    """
    if answers.missed < _NONE_MISSED:
        return "Probably few or none were missed."
    return f"About {round(answers.missed) or 1:,} more may have been missed."


def list_items(answers: AllAnswers) -> int:
    """Return how many items the quotes have that are lists: each item may answer.

    Args:
        answers: all of them.
    """
    return sum(map(_items, answers))


def _items(quote: Quote) -> int:
    """Return how many items a quote has that is a list; 0 for any other."""
    items = sum(map(is_item, quote.text.split("\n")))
    return items if items >= _FEW else 0


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

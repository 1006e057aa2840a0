"""What is written into a form: quotes, what other sources say, and earlier answers, never mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.forms.certainty import Certainty
from qa.forms.form import Entry
from qa.rendering.disagreements import lines
from qa.rendering.lines import flowing
from qa.rendering.text import citation_line

if TYPE_CHECKING:
    from qa.forms.library import Earlier
    from qa.records import Answer, Quote

SOURCE = "Source:"
EARLIER = "Earlier answer to a similar question:"
SAME = "Earlier answer to this question:"


def certainty_of(answer: Answer, earlier: Earlier | None) -> Certainty:
    """Return how sure an answer is.

    Args:
        answer: from the documents.
        earlier: from an earlier form; None for none.
    """
    if answer.found and answer.quotes and not answer.note:
        return Certainty.LIKELY if answer.likely else Certainty.UNCERTAIN
    return Certainty.EARLIER if earlier else Certainty.NOT_FOUND


def entry_of(answer: Answer, earlier: Earlier | None, longest: int) -> Entry:
    """Return what is written as an answer.

    Args:
        answer: from the documents.
        earlier: from an earlier form; None for none.
        longest: characters that there is room for; what does not fit is left out whole.
    """
    certainty = certainty_of(answer, earlier)
    is_found = certainty in {Certainty.LIKELY, Certainty.UNCERTAIN}
    parts = [_quote(quote) for quote in answer.quotes] if is_found else []
    if is_found:
        quoted = {quote.citation.doc_id for quote in answer.quotes}
        parts.extend("\n".join(lines(one, quoted=quoted)) for one in answer.disagreements)
    if earlier is not None:
        parts.append(_earlier(earlier, answer.question))
    text = ""
    for part in parts:
        longer = f"{text}\n\n{part}" if text else part
        text = longer if len(longer) <= longest else text
    return Entry(text, certainty)


def source_line(quote: Quote) -> str:
    """Return where a quote is from: ``Access policy › Passwords, page 3 [access.pdf]``.

    Args:
        quote: with its citation.
    """
    line, doc_id = citation_line(quote.citation), quote.citation.doc_id
    return line if doc_id in line else f"{line} [{doc_id}]"


def _quote(quote: Quote) -> str:
    words = flowing(quote.text, quote.citation.source.media_type)
    lead_in = f"{quote.lead_in()} " if quote.lead_ins else ""
    return f"{lead_in}“{words}”\n{SOURCE} {source_line(quote)}"


def _earlier(earlier: Earlier, question: str) -> str:
    words = " ".join(f"“{one.text}”" for one in earlier.answers)
    if earlier.is_to(question):
        return f"{SAME} {words}\n[{earlier.place}]"
    return f"{EARLIER} {words}\n“{' '.join(earlier.question.split())}” [{earlier.place}]"

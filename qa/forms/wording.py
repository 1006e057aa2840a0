"""What is written into a form: quotes, what other sources say, and earlier answers, never mixed.

A closest passage is below a line that says that nothing was found: whoever sends the form without
reading it sends that line, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.forms.certainty import UNANSWERED, Certainty
from qa.forms.form import Entry
from qa.rendering.disagreements import lines
from qa.rendering.lines import flowing
from qa.rendering.text import citation_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.forms.library import Earlier
    from qa.records import Answer, Quote

SOURCE = "Source:"
EARLIER = "Earlier answer to a similar question:"
SAME = "Earlier answer to this question:"
CLOSEST = f"{UNANSWERED} (probably not an answer):"
SEVERAL_CLOSEST = f"{UNANSWERED}s (probably not an answer):"


def entry_of(
    answer: Answer, earlier: Earlier | None, longest: int, *, closest: bool = False
) -> Entry:
    """Return what is written as an answer.

    Args:
        answer: from the documents.
        earlier: from an earlier form; None for none.
        longest: characters that there is room for; what does not fit is left out whole.
        closest: whether the closest passages are written where nothing was found.
    """
    is_found = answer.found and bool(answer.quotes) and not answer.note
    parts = [_quote(quote) for quote in answer.quotes] if is_found else []
    if is_found:
        quoted = {quote.citation.doc_id for quote in answer.quotes}
        parts.extend("\n".join(lines(one, quoted=quoted)) for one in answer.disagreements)
    if earlier is not None:
        parts.append(_earlier(earlier, answer.question))
    text = _joined(parts, longest)
    if is_found:
        return Entry(text, Certainty.LIKELY if answer.likely else Certainty.UNCERTAIN)
    near = _closest(closest_quotes(answer), longest - len(text)) if closest else ""
    if text:  # of the earlier answer
        return Entry(f"{text}\n\n{near}" if near else text, Certainty.EARLIER)
    return Entry(near, Certainty.CLOSEST if near else Certainty.NOT_FOUND)


def closest_quotes(answer: Answer) -> list[Quote]:
    """Return the closest passages of a question that was not found; none if it was.

    Of several questions in one, each has its own, and as many as it would have quotes.

    Args:
        answer: from the documents.
    """
    if answer.found:
        return []
    parts = answer.parts or (answer,)
    most = max(1, (answer.asked.k or 1) // len(parts))
    near = (quote for part in parts for quote in part.nearest[:most])
    return list({source_line(quote) + quote.text: quote for quote in near}.values())


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


def _joined(parts: Iterable[str], longest: int) -> str:
    """Return those parts that there is room for, with a blank line between them."""
    text = ""
    for part in parts:
        longer = f"{text}\n\n{part}" if text else part
        text = longer if len(longer) <= longest else text
    return text


def _closest(quotes: Sequence[Quote], longest: int) -> str:
    """Return the closest passages below what they are; empty if there is no room for any."""
    heading = CLOSEST if len(quotes) == 1 else SEVERAL_CLOSEST
    around = len(heading) + len("\n\n\n")  # behind an earlier answer, and above the first one
    text = _joined(map(_quote, quotes), longest - around)
    return f"{heading}\n{text}" if text else ""


def _earlier(earlier: Earlier, question: str) -> str:
    words = " ".join(f"“{one.text}”" for one in earlier.answers)
    if earlier.is_to(question):
        return f"{SAME} {words}\n[{earlier.place}]"
    return f"{EARLIER} {words}\n“{' '.join(earlier.question.split())}” [{earlier.place}]"

"""Answers for people's eyes: plain text, Markdown, JSON."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from qa.terminal import shown, to_json_text

if TYPE_CHECKING:
    from qa.records import Answer, Citation, Quote

NOT_FOUND = "Not found in these documents."
NEAREST = "What came nearest, and does not answer:"
SEARCHED = "Searched for:"
ALSO_IN = "also in"
UNKNOWN = "Not in the document quoted:"
LEFT_OUT = "Found, but beyond the number of quotes asked for. Ask for more quotes to see it."
"""Of one of several questions, whose quotes :attr:`qa.records.Answer.quotes` has no room for."""

_WORD = re.compile(r"\w+")


def citation_line(citation: Citation) -> str:
    """Return where a quote stands: ``Title › Section › Subsection, page 3``."""
    path = " › ".join((citation.title, *citation.headings))
    return f"{path}, page {citation.page}" if citation.page else path


def to_text(answer: Answer) -> str:
    """Return an answer for a terminal: each quote, its citation and its place.

    Where several questions were asked in one, each stands above its own answer.
    """
    if answer.parts:
        told = (f"{shown(part.question)}\n\n{to_text(part)}" for part in answer.parts)
        return "\n\n\n".join(told)
    searched = "" if is_as_typed(answer) else f"{SEARCHED} {shown(answer.searched)}\n\n"
    if answer.unknown:
        searched += f"{UNKNOWN} {shown(', '.join(answer.unknown))}\n\n"
    if answer.found:
        return searched + ("\n\n".join(map(_quote_text, answer.quotes)) or LEFT_OUT)
    nearest = "\n\n".join(_quote_text(quote) for quote in answer.nearest)
    near = f"\n\n{NEAREST}\n\n{textwrap.indent(nearest, '  ')}" if nearest else ""
    return f"{searched}{NOT_FOUND}{near}"


def to_markdown(answer: Answer) -> str:
    """Return an answer as Markdown: each quote a block quote, its characters escaped."""
    if answer.parts:
        told = (f"**{_escaped(part.question)}**\n\n{to_markdown(part)}" for part in answer.parts)
        return "\n\n".join(told)
    searched = "" if is_as_typed(answer) else f"{SEARCHED} {_escaped(answer.searched)}\n\n"
    if answer.unknown:
        searched += f"{UNKNOWN} {_escaped(', '.join(answer.unknown))}\n\n"
    if answer.found:
        return searched + ("\n\n".join(map(_quote_markdown, answer.quotes)) or LEFT_OUT)
    nearest = "\n\n".join(_quote_markdown(quote) for quote in answer.nearest)
    near = f"\n\n{NEAREST}\n\n{nearest}" if nearest else ""
    return f"{searched}**{NOT_FOUND}**{near}"


def to_json(answer: Answer) -> str:
    """Return an answer as JSON under the records' field names."""
    return to_json_text(answer.to_dict(), indent=2)


def _quote_text(quote: Quote) -> str:
    citation = quote.citation
    lines = (
        f"“{quote.text}”",
        f"  — {citation_line(citation)}",
        f"    {citation.doc_id} {citation.start}–{citation.end} · probability {quote.score:.0%}",
        *(f"    {ALSO_IN} {place}" for place in citation.places),
    )
    return shown("\n".join(lines))


def is_as_typed(answer: Answer) -> bool:
    """Tell whether what was searched for has just the words that were typed."""
    searched, typed = (
        _WORD.findall(text.casefold()) for text in (answer.searched, answer.question)
    )
    return searched in ([], typed)


def _quote_markdown(quote: Quote) -> str:
    words = "\n".join(f"> {_escaped(line)}" for line in quote.text.split("\n"))
    also = "".join(f"\n> {ALSO_IN} {_escaped(place)}" for place in quote.citation.places)
    return f"{words}\n>\n> — {_escaped(citation_line(quote.citation))}{also}"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~&" else char for char in text)

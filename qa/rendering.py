"""Answers for people's eyes: plain text, Markdown, JSON."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.records import Answer, Citation, Quote

NOT_FOUND = "Not found in these documents."
NEAREST = "What came nearest, and does not answer:"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
"""What could command a terminal; shown as its Unicode picture, such as ␛."""


def citation_line(citation: Citation) -> str:
    """Return where a quote stands: ``Title › Section › Subsection, page 3``."""
    path = " › ".join((citation.title, *citation.headings))
    return f"{path}, page {citation.page}" if citation.page else path


def to_text(answer: Answer) -> str:
    """Return an answer for a terminal: each quote, its citation and its place."""
    if answer.found:
        return "\n\n".join(_quote_text(quote) for quote in answer.quotes)
    nearest = "\n\n".join(_quote_text(quote) for quote in answer.nearest)
    return f"{NOT_FOUND}\n\n{NEAREST}\n\n{textwrap.indent(nearest, '  ')}"


def to_markdown(answer: Answer) -> str:
    """Return an answer as Markdown: each quote a block quote, its characters escaped."""
    if answer.found:
        return "\n\n".join(_quote_markdown(quote) for quote in answer.quotes)
    nearest = "\n\n".join(_quote_markdown(quote) for quote in answer.nearest)
    return f"**{NOT_FOUND}**\n\n{NEAREST}\n\n{nearest}"


def to_json(answer: Answer) -> str:
    """Return an answer as JSON under the records' field names."""
    return json.dumps(answer.to_dict(), ensure_ascii=False, indent=2)


def _quote_text(quote: Quote) -> str:
    citation = quote.citation
    lines = (
        f"“{quote.text}”",
        f"  — {citation_line(citation)}",
        f"    {citation.doc_id} {citation.start}–{citation.end} · probability {quote.score:.0%}",
    )
    return _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])), "\n".join(lines))


def _quote_markdown(quote: Quote) -> str:
    words = "\n".join(f"> {_escaped(line)}" for line in quote.text.split("\n"))
    return f"{words}\n>\n> — {_escaped(citation_line(quote.citation))}"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~&" else char for char in text)

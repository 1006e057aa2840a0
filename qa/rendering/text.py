"""Answers to read: plain text for a terminal, Markdown, JSON."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from qa.records import NEAREST, NOT_FOUND
from qa.rendering.doubts import doubt_text
from qa.terminal import shown, to_json_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.records import Answer, Citation, Quote

SEARCHED = "Searched for:"
ALSO_IN = "also in"
UNKNOWN = "Not in the quoted document:"
WITHIN = "Searched in:"
LEFT_OUT = "Found, but not among the quotes shown. Ask for more quotes to see it."
"""Of one of several questions, for which :attr:`qa.records.Answer.quotes` has no room."""

RECOGNIZED = "words recognized in a picture of the page, mean certainty {certainty:.0%}"
"""Of a quote whose words an engine recognized (OCR)."""

_WORD = re.compile(r"\w+")
_MARKDOWN = frozenset("\\`*_{}[]()<>#+-.!|~&")  # characters that can start mark-up


def citation_line(citation: Citation) -> str:
    """Return where a quote is from: ``Title › Section › Subsection, page 3``, or ``line 3``.

    A title that is the first heading too stands there once. Of words that were recognized in a
    picture, it says so, and how certain they are.

    Args:
        citation: of the quote.
    """
    place = _place(citation)
    if citation.recognized is None:
        return place
    return f"{place} ({RECOGNIZED.format(certainty=citation.recognized)})"


def _place(citation: Citation) -> str:
    headings = citation.headings
    below = headings[1:] if headings[:1] == (citation.title,) else headings
    path = " › ".join((citation.title, *below))
    if citation.line:
        return f"{path}, line {citation.line}"
    return f"{path}, page {citation.page}" if citation.page else path


def to_text(answer: Answer) -> str:
    """Return an answer for a terminal: each quote, its citation and its offsets.

    Args:
        answer: if several questions were asked in one, each is above its own answer.
    """
    if answer.parts:
        return "\n\n\n".join(f"{shown(part.question)}\n\n{to_text(part)}" for part in answer.parts)
    if answer.note:
        quotes = (_quote_text(quote, rated=False) for quote in answer.quotes)
        return "\n\n".join((shown(answer.note), *quotes))
    head = _head(answer, shown)
    if answer.found:
        return head + ("\n\n".join(map(_quote_text, answer.quotes)) or LEFT_OUT)
    nearest = "\n\n".join(_quote_text(quote) for quote in answer.nearest)
    near = f"\n\n{NEAREST}\n\n{textwrap.indent(nearest, '  ')}" if nearest else ""
    return f"{head}{NOT_FOUND}{near}"


def to_markdown(answer: Answer, link: Callable[[Quote], str] = lambda _: "") -> str:
    """Return an answer as Markdown: each quote a block quote, its characters escaped.

    Args:
        answer: if several questions were asked in one, each is above its own answer.
        link: returns the address of a quote's source, empty for no link (default: no links).
    """
    if answer.parts:
        parts = (
            f"**{escaped_markdown(part.question)}**\n\n{to_markdown(part, link)}"
            for part in answer.parts
        )
        return "\n\n".join(parts)
    quotes = [_quote_markdown(quote, link(quote)) for quote in answer.quotes]
    if answer.note:
        return "\n\n".join((_note_markdown(answer.note), *quotes))
    head = _head(answer, escaped_markdown)
    if answer.found:
        return head + ("\n\n".join(quotes) or LEFT_OUT)
    nearest = "\n\n".join(_quote_markdown(quote, link(quote)) for quote in answer.nearest)
    near = f"\n\n{NEAREST}\n\n{nearest}" if nearest else ""
    return f"{head}**{NOT_FOUND}**{near}"


def to_json(answer: Answer) -> str:
    """Return an answer as JSON under the records' field names.

    Args:
        answer: with all its parts.
    """
    return to_json_text(answer.to_dict(), indent=2)


def is_as_typed(answer: Answer) -> bool:
    """Return whether the search was for exactly the words of the question.

    Args:
        answer: with the question, and the words that were searched for.
    """
    searched, typed = (
        _WORD.findall(text.casefold()) for text in (answer.searched, answer.question)
    )
    return searched in ([], typed)


def _head(answer: Answer, safe: Callable[[str], str]) -> str:
    """Return what to know before the quotes: other words searched for, where, unknown names."""
    lines = []
    if not is_as_typed(answer):
        lines.append(f"{SEARCHED} {safe(answer.searched)}\n\n")
    if answer.within:
        lines.append(f"{WITHIN} {safe(', '.join(answer.within))}\n\n")
    if answer.unknown:
        lines.append(f"{UNKNOWN} {safe(', '.join(answer.unknown))}\n\n")
    lines.extend(f"{safe(doubt_text(doubt))}\n\n" for doubt in answer.doubts)
    return "".join(lines)


def _quote_text(quote: Quote, *, rated: bool = True) -> str:
    citation = quote.citation
    probability = f" · probability {quote.score:.0%}" if rated else ""
    lines = (
        f"“{quote.text}”",
        f"  — {citation_line(citation)}",
        f"    {citation.doc_id} {citation.start}–{citation.end}{probability}",
        *(f"    {ALSO_IN} {path}" for path in citation.places),
    )
    return shown("\n".join(lines))


def _quote_markdown(quote: Quote, url: str) -> str:
    words = "\n".join(f"> {escaped_markdown(line)}" for line in quote.text.split("\n"))
    also = "".join(f"\n> {ALSO_IN} {escaped_markdown(path)}" for path in quote.citation.places)
    place = escaped_markdown(citation_line(quote.citation))
    cited = f"[{place}](<{url}>)" if url else place
    return f"{words}\n>\n> — {cited} \\({escaped_markdown(quote.citation.doc_id)}\\){also}"


def _note_markdown(note: str) -> str:
    """Return a note as Markdown: a line break ends each line but the last."""
    return "  \n".join(map(escaped_markdown, note.split("\n")))


def escaped_markdown(text: str) -> str:
    """Return text as Markdown that shows exactly its characters.

    Args:
        text: of a document, or typed.
    """
    return "".join(f"\\{char}" if char in _MARKDOWN else char for char in text)

"""Answers to read: plain text for a terminal, Markdown, JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.records import NEAREST, NOT_FOUND
from qa.rendering import disagreements
from qa.rendering.doubts import doubt_text
from qa.rendering.layout import PLAIN, Layout
from qa.rendering.table_text import names_line, table_text
from qa.terminal import BEST, BOLD, QUIET, to_json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa.records import Answer, Citation, Disagreement, Quote, Span

LIKELY = "Likely answer"
UNCERTAIN = "Uncertain: read the quotes and decide"
SEARCHED = "Searched for:"
ALSO_IN = "also in"
LEAD_IN = "lead-in, not quoted:"
"""Above an item of a list in a pipe, before what introduces it."""

NOTE = "note on the document:"
UNKNOWN = "Not in the quoted document:"
WITHIN = "Searched in:"
_MORE = "{number} more"
LEFT_OUT = "Found, but no room was left for its quotes. Ask this question alone to see them."
"""Of one of several questions, for which :attr:`qa.records.Answer.quotes` has no room."""

RECOGNIZED = "words recognized in a picture of the page, mean certainty {certainty:.0%}"
"""Of a quote whose words an engine recognized (OCR)."""

_INDENT = "   "
_MOST_NAMED = 3  # documents that were searched
_WORD = re.compile(r"\w+")
_MARKDOWN = frozenset("\\`*_{}[]()<>#+-.!|~&")  # characters that can start mark-up


def citation_line(citation: Citation) -> str:
    """Return where a quote is from: ``Title › Section › Subsection, page 3``, or ``line 3``.

    A title that is the first heading too stands there once. Of words that were recognized in a
    picture, it says so, and how certain they are.

    Args:
        citation: of the quote.
    """
    return f"{_path(citation)}{_page_or_line(citation)}{_recognized(citation)}"


def _path(citation: Citation) -> str:
    headings = citation.sections()
    below = headings[1:] if headings[:1] == (citation.title,) else headings
    return " › ".join((citation.title, *below))


def _page_or_line(citation: Citation) -> str:
    where = citation.where()
    return f", {where}" if where else ""


def _recognized(citation: Citation) -> str:
    if citation.recognized is None:
        return ""
    return f" ({RECOGNIZED.format(certainty=citation.recognized)})"


def to_text(answer: Answer, layout: Layout = PLAIN) -> str:
    """Return an answer for a terminal: the verdict, then each quote below its file and page.

    The quotes are numbered as :func:`quotes_shown` returns them.

    Args:
        answer: if several questions were asked in one, each is above its own answer.
        layout: width and styles (default: those of a pipe).
    """
    if not answer.parts:
        return _answer_text(answer, layout, 1)
    texts, number = [], 1
    for part in answer.parts:
        asked = layout.block(part.question, style=BOLD)
        texts.append(f"{asked}\n\n{_answer_text(part, layout, number)}")
        number += len(quotes_shown(part))
    return "\n\n\n".join(texts)


def quotes_shown(answer: Answer) -> list[Quote]:
    """Return the quotes of an answer, or the closest passages, in the order they are shown.

    Args:
        answer: with all its parts, which may show a quote twice.
    """
    return [quote for part in answer.parts or (answer,) for quote in part.quotes or part.nearest]


def place_line(citation: Citation) -> str:
    """Return the file and the page or line of a quote: ``leases/mill.pdf, page 3``.

    Args:
        citation: of the quote.
    """
    return f"{citation.doc_id}{_page_or_line(citation)}"


def offsets_line(citation: Citation) -> str:
    """Return the file and the offsets of a quote: ``leases/mill.pdf, characters 5–12``.

    Args:
        citation: of the quote.
    """
    return f"{citation.doc_id}, characters {citation.start}–{citation.end}"


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
        return head + _disagreements_markdown(answer) + ("\n\n".join(quotes) or LEFT_OUT)
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


def searched_in(answer: Answer) -> str:
    """Return which documents were searched; empty for all.

    Those are the ones that the question names, or else those that the user chose.

    Args:
        answer: with its options.
    """
    searched = answer.within or answer.asked.documents
    named, more = searched[:_MOST_NAMED], len(searched) - _MOST_NAMED
    return ", ".join([*named, _MORE.format(number=more)] if more > 0 else named)


def _head(answer: Answer, safe: Callable[[str], str]) -> str:
    """Return what to know before the quotes: other words searched for, where, unknown names."""
    lines = []
    if not is_as_typed(answer):
        lines.append(f"{SEARCHED} {safe(answer.searched)}\n\n")
    if where := searched_in(answer):
        lines.append(f"{WITHIN} {safe(where)}\n\n")
    if answer.unknown:
        lines.append(f"{UNKNOWN} {safe(', '.join(answer.unknown))}\n\n")
    lines.extend(f"{safe(doubt_text(doubt))}\n\n" for doubt in answer.doubts)
    return "".join(lines)


def _disagreements_markdown(answer: Answer) -> str:
    """Return the disagreements of an answer, each with both sentences; empty without any."""
    parts = []
    for found in answer.disagreements:
        parts.append(f"**{escaped_markdown(disagreements.heading(found))}**")
        for one in found.statements:
            words = "\n".join(f"> {escaped_markdown(line)}" for line in one.text.split("\n"))
            parts.append(f"{words}\n>\n> — {escaped_markdown(disagreements.place(one))}")
        if newer := disagreements.newer(found):
            parts.append(escaped_markdown(newer))
    return "".join(f"{part}\n\n" for part in parts)


def _answer_text(answer: Answer, layout: Layout, number: int) -> str:
    """Return the answer to one question, its quotes numbered from a number on."""
    if answer.note:
        head = [layout.block(answer.note)]
    else:
        style = BEST if answer.found and answer.likely else BOLD
        head = [layout.block(verdict_line(answer), style=style), *_remarks(answer, layout)]
        head.extend(_disagreement(one, layout) for one in answer.disagreements)
    if answer.found and not answer.quotes:
        head.append(layout.block(LEFT_OUT))
    if not answer.found and answer.nearest:
        head.append(layout.block(NEAREST))
    return "\n\n".join((*head, *_quote_texts(answer, layout, number)))


def verdict_line(answer: Answer) -> str:
    """Return what an answer is called: likely, uncertain or not found.

    Args:
        answer: to one question, and no note.
    """
    if not answer.found:
        return NOT_FOUND
    return f"{LIKELY if answer.likely else UNCERTAIN}."


def _remarks(answer: Answer, layout: Layout) -> list[str]:
    """Return what to know before the quotes, as :func:`_head`, in one paragraph."""
    lines = _head(answer, str).strip().split("\n\n")
    return ["\n".join(layout.block(line) for line in lines)] if lines != [""] else []


def _disagreement(found: Disagreement, layout: Layout) -> str:
    """Return a disagreement: what differs, and both sentences below their files."""
    lines = [layout.block(disagreements.heading(found), style=BOLD)]
    for one in found.statements:
        lines.append(layout.block(disagreements.place(one), _INDENT, QUIET))
        lines.append(layout.sentence(one, _INDENT))
    if newer := disagreements.newer(found):
        lines.append(layout.block(newer, _INDENT))
    return "\n".join(lines)


def _quote_texts(answer: Answer, layout: Layout, number: int) -> Iterator[str]:
    """Yield each quote with its citation; the notes of a document stand below its first one."""
    noted: set[str] = set()
    for at, quote in enumerate(answer.quotes or answer.nearest, start=number):
        doc_id = quote.citation.doc_id
        lines = [_quote_text(quote, layout, at, answer)]
        if doc_id not in noted:
            indent = " " * len(f"{at}. ")
            lines += (
                layout.block(f"{NOTE} {note}", indent, QUIET) for note in quote.citation.notes
            )
        noted.add(doc_id)
        yield "\n".join(lines)


def _quote_text(quote: Quote, layout: Layout, number: int, answer: Answer) -> str:
    citation = quote.citation
    indent = " " * len(f"{number}. ")
    rated = f" · probability {quote.score:.0%}" if not answer.note else ""
    above = quote.place_above()
    names = f" · {above}" if above else ""
    span = f"characters {citation.start}–{citation.end}{names}{rated}"
    marked = layout.answering(answer, quote) if answer.found and not answer.note else None
    place = layout.block(place_line(citation), indent, BOLD).removeprefix(indent)
    return "\n".join(
        (
            f"{number}. {place}",
            layout.block(f"{_path(citation)}{_recognized(citation)}", indent, QUIET),
            *_words(quote, layout, indent, marked),
            layout.block(span, indent, QUIET),
            *(layout.block(f"{ALSO_IN} {path}", indent, QUIET) for path in citation.places),
        )
    )


def _words(quote: Quote, layout: Layout, indent: str, marked: Span | None) -> Iterator[str]:
    """Yield the words of a quote, below what introduces them or the names of their columns."""
    drawn = table_text(quote, layout, indent, marked)
    names = "" if drawn else names_line(quote)
    if names:
        yield layout.block(names, indent, QUIET)
    if lead_in := quote.lead_in():
        yield layout.block(lead_in if layout.width else f"{LEAD_IN} {lead_in}", indent, QUIET)
    yield drawn or layout.quoted(quote, indent, marked)


def _quote_markdown(quote: Quote, url: str) -> str:
    words = "\n".join(f"> {escaped_markdown(line)}" for line in quote.text.split("\n"))
    if lead_in := quote.lead_in():
        words = f"> *{escaped_markdown(lead_in)}*\n>\n{words}"
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

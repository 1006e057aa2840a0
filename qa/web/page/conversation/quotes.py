"""A quote as HTML: its words, its citation, its context and scores, and what to do with it."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.records import ROWS, Answer, Span
from qa.rendering.text import citation_line, offsets_line, to_markdown
from qa.text.analyzer import terms
from qa.text.tables.quoted import quoted_table as table_of
from qa.text.tables.rows import table_around
from qa.web import strings
from qa.web.page.conversation.dialogue import exchange_around
from qa.web.page.conversation.quoted_table import quoted_table
from qa.web.page.conversation.wording import wording
from qa.web.page.escaping import escaped
from qa.web.service.references import reference
from qa.web.service.same_titles import titled
from qa.web.service.source import without_doubles

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa.records import Citation, Document, Quote

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")

_RATINGS = "".join(
    f'<button class="rating" value="{verdict}" title="{hint}">{label}</button>'
    for verdict, label, hint in (
        ("right", strings.RATING_RIGHT, strings.RATING_RIGHT_HINT),
        ("incomplete", strings.RATING_INCOMPLETE, strings.RATING_INCOMPLETE_HINT),
        ("wrong", strings.RATING_WRONG, strings.RATING_WRONG_HINT),
    )
)
_FEEDBACK = (
    f'<details class="feedback"><summary>{escaped(strings.FEEDBACK)}</summary>'
    f'<div class="row">{_RATINGS}<span class="saved"></span></div></details>'
)


def quote_html(  # noqa: PLR0913
    quote: Quote,
    document: Document,
    answering: Span | None,
    highest_lexical: float,
    *,
    rated: bool = True,
    apart: str = "",
) -> str:
    """Return a quote as HTML.

    Args:
        quote: the quote.
        document: the document that it is from.
        answering: the words within the quote's text that answer the question; None marks none.
        highest_lexical: highest lexical score of the quotes shown, the full length of its bar.
        rated: whether it answers a question; else it has no scores, and needs no rating.
        apart: what tells its document from others with the same title.
    """
    citation = quote.citation
    marked = wording(document, citation.start, citation.end, answering)
    score = f' title="{escaped(strings.SCORE.format(share=quote.score))}"' if rated else ""
    why, feedback = (_why(quote, highest_lexical), _FEEDBACK) if rated else ("", "")
    table = quoted_table(quote, answering)
    kind = "words drawn" if table else "words"
    return (
        f'<div class="quote">{_lead_in(quote)}<blockquote class="{kind}"{score}>'
        f"{table or marked}</blockquote>"
        f'<div class="place">{chip_html(quote, apart)}<div class="more">'
        f"{_context(quote, document, marked)}{why}{_copies(quote)}"
        f"{feedback}</div></div></div>"
    )


def _lead_in(quote: Quote) -> str:
    """Return what introduces a quote, which is not quoted, and not copied with it."""
    if not quote.lead_ins:
        return ""
    hint = escaped(strings.LEAD_IN_HINT)
    return f'<p class="lead-in" title="{hint}">{escaped(quote.lead_in())}</p>'


def citation_text(quote: Quote) -> str:
    """Return the citation of a quote, with its file and offsets.

    Args:
        quote: the quote.
    """
    return f"{citation_line(quote.citation)} ({offsets_line(quote.citation)})"


def chip_html(quote: Quote, apart: str = "") -> str:
    """Return the citation as a button that opens the source: title, page, section and file.

    Args:
        quote: the quote.
        apart: what tells its document from others with the same title.
    """
    citation = quote.citation
    path = escaped(" › ".join(_sections(citation)))
    section = f'<span class="section">{path}</span>' if path else ""
    file = f'<span class="doc">{escaped(citation.doc_id)}</span>'
    documents = ", ".join(citation.places)
    also = escaped(strings.ALSO_IN.format(documents=documents)) if documents else ""
    return (
        f'<button class="chip" value="{escaped(reference(quote))}">'
        f'<span class="work"><span class="unseen">{escaped(strings.OPEN_SOURCE)} </span>'
        f"{escaped(_title(citation, apart))}</span> {section} "
        f"{file if citation.title != citation.doc_id else ''}</button>"
        + (f'<div class="also">{also}</div>' if also else "")
    )


def _sections(citation: Citation) -> list[str]:
    """Return the titles of the sections; what repeats the title or the one before is left out."""
    titles = without_doubles((citation.title, *citation.sections()))
    return titles[1:]


def _title(citation: Citation, apart: str) -> str:
    """Return the title with page or line, and how certain words are that were recognized."""
    cited = _title_and_place(citation, titled(citation.title, apart))
    if citation.recognized is None:
        return cited
    return strings.CITED_RECOGNIZED.format(cited=cited, certainty=citation.recognized)


def _title_and_place(citation: Citation, title: str) -> str:
    if citation.line:
        of_table = citation.source.media_type in ROWS
        cited = strings.CITED_ROW if of_table else strings.CITED_LINE
        return cited.format(title=title, number=citation.line)
    if not citation.page:
        return title
    return strings.CITED_PAGE.format(title=title, number=citation.page)


def _context(quote: Quote, document: Document, marked: str) -> str:
    """Return the context of a quote, folded; nothing if the quote is all of it.

    That of an answer to a question is the exchange of words that it is of.
    """
    start, end, context = quote.citation.start, quote.citation.end, quote.context
    if not _is_wider(document, context, start, end):
        context = exchange_around(document, quote.citation) or context
    if not _is_wider(document, context, start, end):
        return ""
    table = table_around(document.text, Span(start, end), context) if quote.table else None
    drawn = _drawn_table(quote, document, table) if table else ""
    if table and drawn:
        start, end = table.start, table.end
    before = wording(document, context.start, start)
    after = wording(document, end, context.end)
    within = drawn or f"<strong>{marked}</strong>"
    kind = "words drawn" if drawn else "words"
    return (
        f'<details class="passage"><summary title="{escaped(strings.CONTEXT_HINT)}">'
        f"{escaped(strings.CONTEXT)}</summary>"
        f'<div class="{kind}">{before}{within}{after}</div></details>'
    )


def _is_wider(document: Document, context: Span, start: int, end: int) -> bool:
    return bool((document.text[context.start : start] + document.text[end : context.end]).strip())


def _drawn_table(quote: Quote, document: Document, table: Span) -> str:
    """Return the table around quoted rows, with them marked; empty if it cannot be drawn."""
    cited = quote.citation
    around = replace(
        quote,
        text=document.text[table.start : table.end],
        citation=replace(cited, start=table.start, end=table.end),
        table=table_of(document, table),
    )
    marked = Span(cited.start - table.start, cited.end - table.start)
    return quoted_table(around, marked, "within")


def _why(quote: Quote, highest_lexical: float) -> str:
    """Return why a quote was chosen: a bar for each score, and the words of the question in it."""
    why = quote.why
    # A BM25 score has no upper bound, so its bar is drawn relative to the other quotes.
    has_scale = highest_lexical > 0 and math.isfinite(why.lexical)
    lexical = why.lexical / highest_lexical if has_scale else 0.0
    bars = "".join(
        _bar(*bar)
        for bar in (
            (strings.DENSE, strings.DENSE_HINT, why.dense, f"{why.dense:.2f}"),
            (strings.LEXICAL, strings.LEXICAL_HINT, lexical, f"{why.lexical:.1f}"),
            (strings.EVIDENCE, strings.EVIDENCE_HINT, why.evidence, f"{why.evidence:.2f}"),
            (strings.COVERAGE, strings.COVERAGE_HINT, why.coverage, f"{why.coverage:.0%}"),
        )
    )
    shared = "".join(f"<span>{escaped(word)}</span>" for word in _words_of(quote.text, why.terms))
    words = f'<div class="terms">{escaped(strings.TERMS)} {shared}</div>' if shared else ""
    return (
        f'<details class="why"><summary>{escaped(strings.WHY)}</summary>'
        f'<div class="bars">{bars}{words}</div></details>'
    )


def _bar(name: str, hint: str, share: float, value: str) -> str:
    # The score of an answer that a browser sends back may be any number.
    width = f"{max(0.0, min(1.0, share)):.0%}"
    return (
        f'<div class="bar" title="{escaped(hint)}"><span>{escaped(name)}</span>'
        f'<span class="track"><span class="fill" style="width: {width}"></span></span>'
        f"<span>{value}</span></div>"
    )


def _words_of(text: str, stems: Collection[str]) -> list[str]:
    """Return the words of a text that have one of these stems, each stem's first."""
    first: dict[str, str] = {}
    for word in _WORD.findall(text):
        for stem in terms(word):
            first.setdefault(stem, word)
    return list(dict.fromkeys(first[stem] for stem in stems if stem in first))


def _copies(quote: Quote) -> str:
    """Return the buttons that copy a quote; each has what it copies as its value."""
    lead_in = f"{quote.lead_in()}\n" if quote.lead_ins else ""
    cited = f"{lead_in}“{quote.text}”\n— {citation_text(quote)}"
    markdown = to_markdown(Answer("", (quote,), found=True, confidence=1, nearest=(), index=""))
    buttons = "".join(
        f'<button class="copy" value="{escaped(value)}">{label}</button>'
        for label, value in (
            (strings.COPY_TEXT, cited),
            (strings.COPY_MARKDOWN, markdown),
            (strings.COPY_CITATION, citation_text(quote)),
            (strings.COPY_SELECTORS, json.dumps(quote.citation.selectors(quote.text))),
        )
    )
    # The script makes a link of the reference, as only the browser knows the page's address.
    link = (
        f'<button class="copy copy-link" value="{escaped(reference(quote))}">'
        f"{escaped(strings.COPY_LINK)}</button>"
    )
    return (
        f'<details class="copies"><summary>{escaped(strings.COPY)}</summary>'
        f'<div class="row">{buttons}{link}</div></details>'
    )

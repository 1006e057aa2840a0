"""An answer whose documents have changed since: what was quoted, and what is there now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answers.citations import cite
from qa.records import Span
from qa.text.tables.quoted import quoted_table
from qa.verification.judging import ALTERED, MOVED, heading_path
from qa.web import strings
from qa.web.page.conversation.answers import record_html
from qa.web.page.conversation.quotes import chip_html, quote_html
from qa.web.page.escaping import escaped
from qa.web.service.references import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa.records import Answer, Document, Quote
    from qa.verification.findings import Place
    from qa.web.service.moved import Whereabouts


def changed_html(
    answer: Answer,
    find: Callable[[str], Document],
    again: Mapping[str, Whereabouts],
    apart: Mapping[str, str] | None = None,
) -> str:
    """Return an answer of which at least one quote is no longer where it was, as HTML.

    Args:
        answer: as it was given.
        find: returns a document by its ``doc_id``.
        again: reference of a quote → what has become of it; the others are unchanged.
        apart: ``doc_id`` → what tells it from others with the same title.
    """
    parts = answer.parts or (answer,)
    blocks = "".join(
        _part(part, find, again, apart or {}, named=bool(answer.parts)) for part in parts
    )
    ask_again = (
        f'<button class="example further" value="{escaped(answer.question)}">'
        f"{escaped(strings.ASK_AGAIN)}</button>"
    )
    return (
        f'<div class="answer changed"><div class="verdict">{escaped(strings.STALE)}</div>'
        f'<div class="explanation">{escaped(strings.STALE_EXPLAINED)} {ask_again}</div>'
        f"{blocks}{record_html(answer)}</div>"
    )


def _part(
    answer: Answer,
    find: Callable[[str], Document],
    again: Mapping[str, Whereabouts],
    apart: Mapping[str, str],
    *,
    named: bool,
) -> str:
    asked = f'<div class="asked words">{escaped(answer.question)}</div>' if named else ""
    quotes = "".join(
        _quote(quote, find, again.get(reference(quote)), apart)
        for quote in answer.quotes or answer.nearest
    )
    return f'{asked}<div class="quotes">{quotes}</div>'


def _quote(
    quote: Quote,
    find: Callable[[str], Document],
    found: Whereabouts | None,
    apart: Mapping[str, str],
) -> str:
    now = found["place"] if found else None
    title = apart.get(now.doc_id if now else quote.citation.doc_id, "")
    if found is None:
        return quote_html(quote, find(quote.citation.doc_id), None, 0.0, rated=False, apart=title)
    if now and found["verdict"] == MOVED:
        moved = _moved(quote, find(now.doc_id), now)
        remark = f'<div class="remark">{escaped(strings.QUOTE_MOVED)}</div>'
        return remark + quote_html(moved, find(now.doc_id), None, 0.0, rated=False, apart=title)
    was = (
        f'<div class="remark">{escaped(strings.QUOTE_GONE)}</div>'
        f'<del class="was words">{escaped(quote.text)}</del>'
        f'<div class="also">{escaped(quote.citation.doc_id)}</div>'
    )
    if now is None:
        return f'<div class="quote replaced">{was}</div>'
    label = strings.NOW_READS if found["verdict"] == ALTERED else strings.NEAREST_NOW
    moved = _moved(quote, find(now.doc_id), now)
    return (
        f'<div class="quote replaced">{was}<div class="label">{escaped(label)}</div>'
        f'<blockquote class="words">{escaped(now.text)}</blockquote>'
        f'<div class="place">{chip_html(moved, title)}</div></div>'
    )


def _moved(quote: Quote, document: Document, now: Place) -> Quote:
    """Return a quote of the words that are in a document now."""
    span = Span(now.start, now.end)
    citation = cite(document, span, heading_path(document, span.start))
    return replace(
        quote,
        text=now.text,
        citation=citation,
        context=span,
        table=quoted_table(document, span) if quote.table else None,
    )

"""An Answer as HTML for the chat.

The chat's sanitiser keeps ``class``, ``value`` and ``title`` of what it shows: a citation's
reference travels in its button's ``value``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.quoting import model
from qa.rendering import citation_line
from qa.web import strings
from qa.web.escaping import escaped
from qa.web.source import reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.records import Answer, Document, Quote


def answer_html(answer: Answer, document: Callable[[str], Document]) -> str:
    """Return an answer as HTML; ``document`` gives the text around its quotes."""
    quotes = "".join(_quote(quote, document) for quote in answer.quotes or answer.nearest)
    probability = escaped(strings.CONFIDENCE.format(share=answer.confidence))
    if answer.found:
        likely = answer.confidence >= likely_from(model().found_from)
        kind, verdict = ("likely", strings.LIKELY) if likely else ("uncertain", strings.UNCERTAIN)
        return (
            f'<div class="answer {kind}">{_verdict(verdict, probability)}'
            f'<div class="quotes">{quotes}</div></div>'
        )
    nearest = f'<div class="label">{strings.NEAREST}</div>{quotes}' if quotes else ""
    return (
        f'<div class="answer not-found">{_verdict(strings.NOT_FOUND, probability)}'
        f'<div class="explanation">{strings.NOT_FOUND_EXPLAINED}</div>'
        f'<div class="quotes nearest">{nearest}</div></div>'
    )


def likely_from(found_from: float) -> float:
    """Return the confidence from which a found answer is called likely.

    Halfway from what is just found to what is certain.
    """
    return (found_from + 1) / 2


def question_html(question: str) -> str:
    """Return a question as HTML."""
    return (
        f'<div class="question"><span class="unseen">{strings.YOU_ASKED}</span>'
        f'<div class="words">{escaped(question)}</div></div>'
    )


def waiting_html(state: str) -> str:
    """Return what stands in the place of an answer that is being looked for."""
    return f'<div class="waiting">{escaped(state)}</div>'


def problem_html(title: str, message: str) -> str:
    """Return what takes the place of an answer that cannot be given."""
    return (
        f'<div class="answer problem">{_verdict(title)}'
        f'<div class="explanation words">{escaped(message)}</div></div>'
    )


def _verdict(words: str, probability: str = "") -> str:
    hover = f' title="{probability}"' if probability else ""
    return f'<div class="verdict"{hover}>{escaped(words)}</div>'


def _quote(quote: Quote, document: Callable[[str], Document]) -> str:
    score = escaped(strings.SCORE.format(share=quote.score))
    return (
        f'<div class="quote"><blockquote class="words" title="{score}">{escaped(quote.text)}'
        f'</blockquote><div class="place">{_chip(quote)}{_passage(quote, document)}</div></div>'
    )


def _chip(quote: Quote) -> str:
    """Return the citation as a button; the document's path stands in it on hover."""
    citation = quote.citation
    place = escaped(citation_line(citation))
    hover = citation_line(replace(citation, title=citation.doc_id))
    return (
        f'<button class="chip" value="{escaped(reference(citation))}" title="{escaped(hover)}">'
        f'<span class="unseen">{strings.OPEN_SOURCE} </span>{place}</button>'
    )


def _passage(quote: Quote, document: Callable[[str], Document]) -> str:
    """Return the passage around a quote, folded; nothing where the quote is all of it."""
    start, end, context = quote.citation.start, quote.citation.end, quote.context
    text = document(quote.citation.doc_id).text
    before, after = text[context.start : start], text[end : context.end]
    if not (before + after).strip():
        return ""
    return (
        f'<details class="passage"><summary title="{strings.UNFOLD_HINT}">{strings.UNFOLD}'
        f'</summary><div class="words">{escaped(before)}<strong>{escaped(quote.text)}</strong>'
        f"{escaped(after)}</div></details>"
    )

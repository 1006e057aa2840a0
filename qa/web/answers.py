"""An Answer as HTML for the chat.

The chat's sanitiser keeps ``class``, ``value`` and ``title`` of what it shows: a citation's
reference travels in its button's ``value``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.rendering import ALSO_IN, UNKNOWN, citation_line, is_as_typed
from qa.web import strings
from qa.web.escaping import escaped
from qa.web.source import reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.records import Answer, Document, Quote


def answer_html(answer: Answer, document: Callable[[str], Document]) -> str:
    """Return an answer as HTML; ``document`` gives the text around its quotes."""
    if not answer.parts:
        return _told("answer", answer, document)
    parts = "".join(
        f'<div class="asked words">{escaped(part.question)}</div>{_told("part", part, document)}'
        for part in answer.parts
    )
    return f'<div class="answer several">{parts}</div>'


def _told(name: str, answer: Answer, document: Callable[[str], Document]) -> str:
    """Return the answer to one question, as a block of the class ``name``."""
    quotes = "".join(_quote(quote, document) for quote in answer.quotes or answer.nearest)
    probability = escaped(strings.CONFIDENCE.format(share=answer.confidence))
    if answer.found:
        kind, verdict = (
            ("likely", strings.LIKELY) if answer.likely else ("uncertain", strings.UNCERTAIN)
        )
        return (
            f'<div class="{name} {kind}">{_verdict(verdict, probability)}{_searched(answer)}'
            f"{_unknown(answer)}"
            f'<div class="quotes">{quotes}</div></div>'
        )
    nearest = f'<div class="label">{strings.NEAREST}</div>{quotes}' if quotes else ""
    return (
        f'<div class="{name} not-found">{_verdict(strings.NOT_FOUND, probability)}'
        f"{_searched(answer)}"
        f'<div class="explanation">{strings.NOT_FOUND_EXPLAINED}</div>'
        f'<div class="quotes nearest">{nearest}</div></div>'
    )


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


def _searched(answer: Answer) -> str:
    """Return what was searched for, where it is not just what was typed.

    What was carried over stands in buttons, each of which asks again without it.
    """
    if answer.carried:
        chips = "".join(_carried(answer, word) for word in answer.carried)
        return f'<div class="searched">{strings.CARRIED} {chips}</div>'
    if is_as_typed(answer):
        return ""
    return f'<div class="searched">{strings.SEARCHED} {escaped(answer.searched)}</div>'


def _unknown(answer: Answer) -> str:
    """Return which names and numbers were asked for and do not stand in the document."""
    if not answer.unknown:
        return ""
    words = "".join(f"<strong>{escaped(word)}</strong>" for word in answer.unknown)
    return f'<div class="searched unknown">{UNKNOWN} {words}</div>'


def _carried(answer: Answer, word: str) -> str:
    others = [other for other in answer.carried if other != word]
    value = json.dumps({"question": answer.question, "carried": others})
    hover = escaped(strings.WITHOUT.format(word=word))
    return (
        f'<button class="carried" value="{escaped(value)}" title="{hover}">{escaped(word)}'
        ' <span class="cross">×</span></button>'
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
    places = escaped(", ".join(citation.places))
    also = f'<div class="also">{ALSO_IN} {places}</div>' if places else ""
    return (
        f'<button class="chip" value="{escaped(reference(citation))}" title="{escaped(hover)}">'
        f'<span class="unseen">{strings.OPEN_SOURCE} </span>{place}</button>{also}'
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

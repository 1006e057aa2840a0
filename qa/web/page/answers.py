"""An Answer as HTML for the chat.

The chat's sanitiser keeps ``class``, ``value``, ``title`` and ``style`` of what it shows: what
a button stands for travels in its ``value``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answers.highlights import pinpoint
from qa.rendering.text import LEFT_OUT, UNKNOWN, is_as_typed, to_markdown
from qa.web import strings
from qa.web.page.alike import folded
from qa.web.page.escaping import escaped
from qa.web.page.quotes import quote_html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.answers.reader import Reader
    from qa.records import Answer, Document, Quote

_FURTHER = 3  # sections offered to go on with


def answer_html(
    answer: Answer, document: Callable[[str], Document], reader: Reader | None = None
) -> str:
    """Return an answer as HTML.

    Args:
        answer: what is shown.
        document: gives the text around its quotes.
        reader: points at the answering words within them.
    """
    record = _record(answer)
    if not answer.parts:
        return _told("answer", answer, document, reader, record)
    parts = "".join(
        f'<div class="asked words">{escaped(part.question)}</div>'
        f"{_told('part', part, document, reader)}"
        for part in answer.parts
    )
    return f'<div class="answer several">{parts}{record}</div>'


def _told(
    name: str,
    answer: Answer,
    document: Callable[[str], Document],
    reader: Reader | None,
    record: str = "",
) -> str:
    """Return the answer to one question, as a block of the class ``name``."""
    quotes = _quotes(answer, document, reader)
    probability = escaped(strings.CONFIDENCE.format(share=answer.confidence))
    if answer.found:
        kind, verdict = (
            ("likely", strings.LIKELY) if answer.likely else ("uncertain", strings.UNCERTAIN)
        )
        return (
            f'<div class="{name} {kind}">{_verdict(verdict, probability)}{_searched(answer)}'
            f"{_unknown(answer)}"
            f'<div class="quotes">{quotes or escaped(LEFT_OUT)}</div>'
            f'<div class="foot">{_further(answer, document)}{record}</div></div>'
        )
    nearest = f'<div class="label">{strings.NEAREST}</div>{quotes}' if quotes else ""
    return (
        f'<div class="{name} not-found">{_verdict(strings.NOT_FOUND, probability)}'
        f"{_searched(answer)}"
        f'<div class="explanation">{strings.NOT_FOUND_EXPLAINED}</div>'
        f'<div class="quotes nearest">{nearest}</div>{record}</div>'
    )


def question_html(question: str) -> str:
    """Return a question as HTML, and what takes it up again."""
    return (
        f'<div class="question"><span class="unseen">{strings.YOU_ASKED}</span>'
        f'<div class="words">{escaped(question)}</div>'
        f'<button class="edit quiet" value="{escaped(question)}" title="{strings.EDIT_HINT}">'
        f"{strings.EDIT}</button></div>"
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


def _quotes(answer: Answer, document: Callable[[str], Document], reader: Reader | None) -> str:
    """Return the quotes of an answer; those in nearly the words of one before are folded."""
    quotes = answer.quotes or answer.nearest
    most = max((quote.why.lexical for quote in quotes), default=0.0)

    def shown(quote: Quote) -> str:
        owner = document(quote.citation.doc_id)
        said = pinpoint(reader, answer.searched, quote, owner) if answer.found else None
        return quote_html(quote, owner, said, most)

    groups = folded(quotes)
    return "".join(
        shown(first) + _alike([shown(quote) for quote in rest]) for first, *rest in groups
    )


def _alike(quotes: Sequence[str]) -> str:
    if not quotes:
        return ""
    label = strings.ALIKE_ONE if len(quotes) == 1 else strings.ALIKE.format(number=len(quotes))
    return f'<details class="alike"><summary>{label}</summary>{"".join(quotes)}</details>'


def _further(answer: Answer, document: Callable[[str], Document]) -> str:
    """Return the sections that follow the one quoted first, to go on with."""
    if not answer.quotes:
        return ""
    citation = answer.quotes[0].citation
    titles = [
        heading.title
        for heading in document(citation.doc_id).headings
        if heading.start >= citation.end and heading.title
    ]
    chips = "".join(
        f'<button class="example further" value="{escaped(title)}">{escaped(title)}</button>'
        for title in dict.fromkeys(titles[:_FURTHER])
    )
    return f'<div class="searched go-on">{strings.FURTHER} {chips}</div>' if chips else ""


def _record(answer: Answer) -> str:
    """Return what the browser keeps of an answer: the record, and how it is exported."""
    markdown = to_markdown(replace(answer, parts=answer.parts or (answer,)))
    receipt = answer.receipt()
    kept = json.dumps(
        {"answer": answer.to_dict(), "markdown": markdown, "receipt": receipt.to_dict()}
    )
    button = (
        f'<button class="receipt quiet" value="{escaped(receipt.to_json())}" '
        f'title="{strings.RECEIPT_HINT}">{strings.RECEIPT}</button>'
    )
    return (
        f'{button if answer.quotes else ""}<button class="record" value="{escaped(kept)}"></button>'
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

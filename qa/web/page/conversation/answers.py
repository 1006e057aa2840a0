"""An answer as HTML for the chat.

The chat's sanitiser passes ``class``, ``value``, ``title`` and ``style``, and removes ``data-*``
and ``aria-*``. So a button has its data in its ``value``.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from qa.answers.highlights import pinpoint
from qa.questions.kinds import asks_several
from qa.rendering.doubts import doubt_text
from qa.rendering.text import is_as_typed, searched_in
from qa.web import strings
from qa.web.page.conversation.alike import group_alike
from qa.web.page.conversation.disagreements import disagreements_html
from qa.web.page.conversation.onward import next_sections, outline_button
from qa.web.page.conversation.quotes import quote_html
from qa.web.page.escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qa.answers.reader import Reader
    from qa.records import Answer, Document, Quote


def answer_html(
    answer: Answer,
    find: Callable[[str], Document],
    reader: Reader | None = None,
    apart: Mapping[str, str] | None = None,
) -> str:
    """Return an answer as HTML.

    Args:
        answer: the answer; if the question had several parts, each part has its own block.
        find: returns a document by its ``doc_id``.
        reader: finds the answering words within a quote; None marks none.
        apart: ``doc_id`` → what tells it from others with the same title.
    """
    show = partial(_quotes, find=find, reader=reader, apart=apart or {})
    record = record_html(answer)
    if not answer.parts:
        return _part("answer", answer, show, find, record)
    parts = "".join(
        f'<div class="asked words">{escaped(part.question)}</div>{_part("part", part, show, find)}'
        for part in answer.parts
    )
    return f'<div class="answer several">{parts}<div class="foot">{record}</div></div>'


def question_html(question: str) -> str:
    """Return a question as HTML, with a button to edit it.

    Args:
        question: as it was typed.
    """
    return (
        f'<div class="question"><span class="unseen">{escaped(strings.YOU_ASKED)}</span>'
        f'<div class="words">{escaped(question)}</div>'
        f'<button class="edit quiet" value="{escaped(question)}" '
        f'title="{escaped(strings.EDIT_HINT)}">'
        f"{escaped(strings.EDIT)}</button></div>"
    )


def waiting_html(state: str) -> str:
    """Return the placeholder of an answer that is being looked for.

    Args:
        state: what the server does now.
    """
    return f'<div class="waiting">{escaped(state)}</div>'


def problem_html(title: str, message: str, kind: str = "", *, adding: bool = False) -> str:
    """Return the explanation why there is no answer.

    Args:
        title: what happened, in a few words.
        message: why, and what to do.
        kind: a further class, by which scripts know it.
        adding: whether to offer a button that leads to adding documents.
    """
    button = f'<button class="adding">{escaped(strings.EMPTY_ADD)}</button>' if adding else ""
    return (
        f'<div class="{f"answer problem {kind}".strip()}">{_verdict(title)}'
        f'<div class="explanation words">{escaped(message)}</div>{button}</div>'
    )


def _part(
    name: str,
    answer: Answer,
    show: Callable[[Answer], str],
    find: Callable[[str], Document],
    record: str = "",
) -> str:
    """Return the answer to one question, as a block of the class ``name``."""
    quotes = show(answer)
    if answer.note:
        return (
            f'<div class="{name} remark"><div class="note words">{escaped(answer.note)}</div>'
            f'<div class="quotes">{quotes}</div>'
            f'<div class="foot">{outline_button(answer, find)}{record}</div></div>'
        )
    if answer.found:
        kind, verdict = (
            ("likely", strings.LIKELY) if answer.likely else ("uncertain", strings.UNCERTAIN)
        )
        return (
            f'<div class="{name} {kind}">{_verdict(verdict, answer.quotes)}{_searched(answer)}'
            f"{_within(answer)}{_doubts(answer)}{disagreements_html(answer)}"
            f'<div class="quotes">{quotes or escaped(strings.BEYOND_LIMIT)}</div>'
            f'<div class="foot">{next_sections(answer, find)}{record}</div></div>'
        )
    nearest = f'<div class="label">{escaped(strings.NEAREST)}</div>{quotes}' if quotes else ""
    return (
        f'<div class="{name} not-found">{_verdict(strings.NOT_FOUND)}'
        f"{_searched(answer)}{_within(answer)}{_doubts(answer)}"
        f'<div class="explanation">{escaped(strings.NOT_FOUND_EXPLAINED)}</div>'
        f'<div class="quotes nearest">{nearest}</div>'
        f'<div class="foot">{record}</div></div>'
    )


def _quotes(
    answer: Answer,
    find: Callable[[str], Document],
    reader: Reader | None,
    apart: Mapping[str, str],
) -> str:
    """Return the quotes of an answer; of those in nearly the same words, all but one folded."""
    quotes = answer.quotes or answer.nearest
    highest = max((quote.why.lexical for quote in quotes), default=0.0)

    def rendered(quote: Quote) -> str:
        document = find(quote.citation.doc_id)
        # Nearest passages and openings are not answers: no words in them are marked.
        answers = answer.found and not answer.note
        answering = pinpoint(reader, answer.searched, quote, document) if answers else None
        title = apart.get(document.doc_id, "")
        return quote_html(quote, document, answering, highest, rated=answers, apart=title)

    groups = group_alike(quotes)
    return "".join(
        rendered(first) + _alike([rendered(quote) for quote in rest]) for first, *rest in groups
    )


def _alike(quotes: Sequence[str]) -> str:
    if not quotes:
        return ""
    label = escaped(strings.ALIKE.format(len(quotes)))
    return f'<details class="alike"><summary>{label}</summary>{"".join(quotes)}</details>'


def record_html(answer: Answer) -> str:
    """Return a hidden button with what the browser stores of an answer, and those that save it.

    Args:
        answer: the answer.
    """
    receipt = answer.receipt()
    record = json.dumps({"answer": answer.to_dict(), "receipt": receipt.to_dict()})
    button = (
        f'<button class="receipt quiet" value="{escaped(receipt.to_json())}" '
        f'title="{escaped(strings.RECEIPT_HINT)}">{escaped(strings.RECEIPT)}</button>'
    )
    hidden = f'<button class="record" value="{escaped(record)}"></button>'
    pin = (
        f'<button class="pin quiet" title="{escaped(strings.PIN_HINT)}">'
        f"{escaped(strings.PIN)}</button>"
    )
    saving = (
        f'<button class="export quiet" title="{escaped(strings.EXPORT_ANSWER_HINT)}">'
        f"{escaped(strings.EXPORT)}</button>"
    )
    asked = answer.parts or (answer,)
    several = any(not part.note and asks_several(part.question) for part in asked)
    value = json.dumps({"question": _for_all(answer), "documents": answer.asked.documents})
    everything = (
        f'<button class="everything quiet" value="{escaped(value)}">'
        f"{escaped(strings.EVERYTHING)}</button>"
        if several
        else ""
    )
    # A note is about the collection: without quotes there is nothing to watch or to save.
    watched = "" if answer.note else pin
    saved = "" if answer.note and not answer.quotes else f"{saving}{button}"
    return f"{everything if answer.quotes else ''}{watched}{saved}{hidden}"


def _for_all(answer: Answer) -> str:
    """Return the question that finds everything, with the words that come from earlier ones.

    A later one of several questions leans on the one before again.
    """
    if not answer.parts:
        return answer.searched or answer.question
    first, *later = answer.parts
    if not first.carried:
        return answer.question
    # Only sentences that begin and end as questions do are separate questions again.
    asked = (first.searched, *(part.question for part in later))
    return " ".join(f"{one[:1].upper()}{one[1:].rstrip('?')}?" for one in asked)


def _searched(answer: Answer) -> str:
    """Return what was searched for, if it differs from what was typed.

    A button for each word that was added from earlier questions asks again without it.
    """
    if answer.carried:
        chips = "".join(_carried(answer, word) for word in answer.carried)
        return f'<div class="searched">{escaped(strings.CARRIED)} {chips}</div>'
    if is_as_typed(answer):
        return ""
    searched = strings.SEARCHED.format(question=answer.searched)
    return f'<div class="searched">{escaped(searched)}</div>'


def _within(answer: Answer) -> str:
    """Return which documents were searched, if not all."""
    where = searched_in(answer)
    line = strings.WITHIN.format(document=where)
    return f'<div class="searched">{escaped(line)}</div>' if where else ""


def _doubts(answer: Answer) -> str:
    """Return what speaks against the first quote, such as names that its document lacks."""
    doubts = "".join(
        f'<div class="searched unknown">{escaped(doubt_text(doubt))}</div>'
        for doubt in answer.doubts
    )
    if not answer.unknown:
        return doubts
    words = "".join(f"<strong>{escaped(word)}</strong>" for word in answer.unknown)
    unknown = f'<div class="searched unknown">{escaped(strings.NOT_IN_DOCUMENT)} {words}</div>'
    return unknown + doubts


def _carried(answer: Answer, word: str) -> str:
    others = [other for other in answer.carried if other != word]
    value = json.dumps({"question": answer.question, "carried": others})
    hint = escaped(strings.WITHOUT.format(word=word))
    return (
        f'<button class="carried" value="{escaped(value)}" title="{hint}">{escaped(word)}'
        ' <span class="cross">×</span></button>'
    )


def _verdict(words: str, quotes: Sequence[Quote] = ()) -> str:
    """Return what an answer is called; on hover, how probably its best quote answers."""
    if not quotes:
        return f'<div class="verdict">{escaped(words)}</div>'
    hint = escaped(strings.SCORE.format(share=quotes[0].score))
    return f'<div class="verdict" title="{hint}">{escaped(words)}</div>'

"""What is quoted whole: a list with what introduces it, a question in prose with its reply."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from qa.answers.answer_types import names_by_term
from qa.questions.kinds import asks_several, question_kind
from qa.records import Span
from qa.text.analyzer import terms
from qa.text.labels import is_item
from qa.text.letters import MAIL, with_name_above
from qa.text.lists import is_numbered, list_around, with_list_below
from qa.text.nearby import (
    is_heading,
    is_lead_in,
    with_reply,
    with_what_is_introduced,
    with_what_it_heads,
)
from qa.text.question_lines import is_interrogative
from qa.text.tables.cells import is_row
from qa.text.tables.rows import header_start, rows_below_header, table_around

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from qa.index.search import Index
    from qa.records import Document, Hit

_PASSAGES = 8  # on either side of a hit that may be of its section: more than the longest list has


_OPEN_REFERENCE = re.compile(
    r"(?:this|that|these|those|it|its|he|his|she|her|they|their|such|however|but|and|also|"
    r"moreover|furthermore|therefore|thus|hence|instead|similarly|in response|for example|"
    r"for instance|the (?:former|latter|same))\b",
    re.IGNORECASE,
)


class Asked(NamedTuple):
    """How much a question asks for.

    Attributes:
        several: whether it asks for several things, which a list has.
        how: whether it asks for a procedure, which numbered steps are.
        names: terms of the names and numbers in it.
    """

    several: bool
    how: bool
    names: frozenset[str] = frozenset()


def asked(question: str) -> Asked:
    """Return how much a question asks for.

    Args:
        question: as it was searched for.
    """
    how = question_kind(question) == "how_to"
    return Asked(asks_several(question), how, frozenset(names_by_term(question)))


def section_of(index: Index, hit: Hit) -> Span:
    """Return the span around a hit that lies below the same headings and on the same page.

    Args:
        index: that was searched.
        hit: of the search.
    """
    passage = hit.passage
    document = index.document(passage.doc_id)
    around = below_same_headings(index, hit)
    start, end = around.start, around.end
    edges = chain.from_iterable((aside.start, aside.end) for aside in document.asides)
    for cut in chain(document.pages, document.breaks, edges):
        if start < cut <= passage.start:
            start = cut
        elif passage.end <= cut < end:
            end = cut
    return Span(start, end)


def below_same_headings(index: Index, hit: Hit) -> Span:
    """Return the span around a hit that lies below the same headings, page breaks included.

    Args:
        index: that was searched.
        hit: of the search.
    """
    passage, number = hit.passage, hit.number
    last = min(number + _PASSAGES + 1, index.generation.manifest.counts["passages"])
    first = max(0, number - _PASSAGES)
    near = index.passages(range(first, last))
    start, end = passage.start, passage.end
    path = (passage.doc_id, passage.headings)
    for above in reversed(near[: number - first]):
        if (above.doc_id, above.headings) != path:
            break
        start = above.start
    for below in near[number - first + 1 :]:
        if (below.doc_id, below.headings) != path:
            break
        end = below.end
    return Span(start, end)


def whole_unit(
    document: Document,
    spans: Sequence[Span],
    best: Span,
    section: Callable[[], Span],
    wanted: Asked,
) -> Span | None:
    """Return the span to quote; None where the sentences must not be quoted alone.

    Sentences that end with one that introduces a list are quoted with the list, and so is an
    item where the question asks for all. The header of a table is quoted with its rows, and a
    question with what follows it.

    Args:
        document: that is quoted.
        spans: of adjacent sentences, in order.
        best: of the one among them that answers best.
        section: returns the span that the quote must lie in.
        wanted: how much the question asks for.
    """
    text = document.text
    while spans[-1] != best and _stays_out(text[spans[-1].start : spans[-1].end]):
        spans = spans[:-1]
    start, last = spans[0].start, spans[-1]
    end = last.end
    words = text[last.start : last.end]
    if is_lead_in(words):
        below = list_around(text, last, section())
        below = below or with_what_is_introduced(text, last, section())
        if below is None:
            return None
        start, end = min(start, below.start), max(end, below.end)
    if text.startswith("|", last.start):
        below = rows_below_header(text, last, section())
        if below:
            start, end = min(start, below.start), max(end, below.end)
    around = _all_asked_for(text, best, section, wanted)
    if around and not _is_about_one(text, best, around, wanted.names):
        start, end = min(start, around.start), max(end, around.end)
    if end == last.end and (headed := with_what_it_heads(text, last, section())):
        end = headed.end
    start = min(start, _start_in_signature(document, spans[0]))
    if end == last.end and is_interrogative(words):
        reply = with_reply(text, last, section())
        if reply is None:
            return None
        end = reply.end
    return Span(start, end)


def _start_in_signature(document: Document, unit: Span) -> int:
    """Return where a unit begins, with the name above it if it is a line of a signature."""
    if document.media_type != MAIL:
        return unit.start
    return with_name_above(document.text, unit).start


def _all_asked_for(
    text: str, best: Span, section: Callable[[], Span], wanted: Asked
) -> Span | None:
    """Return the table or list of a unit where the question asks for all that it has."""
    words = text[best.start : best.end]
    if wanted.several and is_row(words) and (table := table_around(text, best, section())):
        return table
    if wanted.several or (wanted.how and is_numbered(words)):
        found = list_around(text, best, section(), cut=is_lead_in(words))
        if found is None and wanted.several and not is_item(words):
            found = with_list_below(text, best, section())
        return found
    return None


def _is_about_one(text: str, item: Span, around: Span, names: Collection[str]) -> bool:
    """Return whether a question names what only this item of a list names: "part 4711"."""
    own = set(terms(text[item.start : item.end])).intersection(names)
    others = terms(f"{text[around.start : item.start]}\n{text[item.end : around.end]}")
    return bool(own.difference(others))


def _stays_out(words: str) -> bool:
    """Return whether a sentence behind the best one belongs to what follows it."""
    return is_interrogative(words) or is_heading(words)


def leaning_start(text: str, span: Span, section: Callable[[], Span]) -> int:
    """Return the offset from which a quote is understood: of a table's header, of a list.

    Args:
        text: of the document.
        span: of the quote.
        section: returns the span around it that lies below the same headings.
    """
    if text.startswith("|", span.start):
        return header_start(text, span, section())
    if is_row(text[span.start : span.end]):
        table = table_around(text, span, section())
        return table.start if table else span.start
    if is_item(text[span.start : span.end]):
        around = list_around(text, span, section())
        return min(span.start, around.start) if around else span.start
    return span.start


def context_of(index: Index, hit: Hit, span: Span, section: Callable[[], Span]) -> Span:
    """Return the passage, with what a quote at its beginning leans on.

    That is the sentence before, where the quote refers back to it; the header of a table; and what
    introduces a list.

    Args:
        index: that was searched.
        hit: of the quote.
        span: of the quote.
        section: returns the span around it that lies below the same headings.
    """
    passage = hit.passage
    text = index.document(passage.doc_id).text
    start, end = min(passage.start, span.start), max(passage.end, span.end)
    if span.start == passage.start and hit.number and _OPEN_REFERENCE.match(text, span.start):
        (before,) = index.passages([hit.number - 1])
        # Across a heading, "this" does not refer to the last sentence of another section.
        if (before.doc_id, before.headings) == (passage.doc_id, passage.headings):
            return Span(before.sentences[-1].start, end)
    return Span(min(start, leaning_start(text, span, section)), end)

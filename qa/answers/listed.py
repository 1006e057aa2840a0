"""Lists and tables compete as a whole where a question asks for several things.

Their items share between them the odds that one sentence has alone: of five things to bring, none
answers "What do I need?" as well as a sentence on a certificate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.answers.units import section_of
from qa.text.analyzer import terms
from qa.text.labels import is_item
from qa.text.lists import list_around
from qa.text.nearby import is_lead_in
from qa.text.tables.cells import is_row
from qa.text.tables.rows import table_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.answers.features import Candidates, Evidence
    from qa.index.search import Index
    from qa.records import Span

    Lists = dict[tuple[str, Span], list[int]]

_MORE = 1.0
"""Log odds by which a list answers more often than its items add up to. Chosen by trial on
own_words from 0 to 2: from .5 to 2 it gained 2 to 4 of 28 questions for lists."""

_FEW = 2
_AHEAD = 0.5  # log odds by which a list comes before the sentence above it


def adding_up_lists(lists: Lists, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores of sentences, with that of its list or table for the best item of each.

    Args:
        lists: those among the sentences.
        scores: log odds of each sentence, float64 ``(sentences,)``.
    """
    raised: NDArray[np.float64] = scores.copy()
    for positions in lists.values():
        own = scores[positions]
        if len(own) < _FEW:
            continue
        best = int(np.argmax(own))
        total = own[best] + np.log(np.exp(own - own[best]).sum())
        raised[positions[best]] = total + _MORE
    return raised


def lists_below_asked_heading(
    question: str, candidates: Candidates, lists: Lists, scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the scores, with a list first if the best sentence is above it in its section.

    "List the deadlines" asks for the items below "Deadlines", not for what else is said there.

    Args:
        question: in one line.
        candidates: the sentences, one at least.
        lists: those among them.
        scores: log odds of each sentence, float64 ``(sentences,)``.
    """
    best = int(np.argmax(scores))
    passage = candidates.evidence[best].hit.passage
    heading = frozenset(terms(passage.headings[-1])) if passage.headings else frozenset()
    if not heading or not heading <= frozenset(terms(question)):
        return scores
    if any(best in positions for positions in lists.values()):
        return scores
    raised: NDArray[np.float64] = scores.copy()
    for (doc_id, _), positions in lists.items():
        first = candidates.evidence[positions[0]].hit.passage
        if (doc_id, first.headings) == (passage.doc_id, passage.headings) and len(
            positions
        ) >= _FEW:
            item = positions[int(np.argmax(scores[positions]))]
            raised[item] = scores[best] + _AHEAD
            break
    return raised


def lists_of(index: Index, evidence: tuple[Evidence, ...]) -> Lists:
    """Return the lists and tables among sentences: document and span → positions of the items.

    Args:
        index: that was searched.
        evidence: the sentences.
    """
    found: Lists = {}
    for position, item in enumerate(evidence):
        doc_id, span = item.hit.passage.doc_id, item.span
        around = next(
            (
                key
                for key in found
                if key[0] == doc_id and key[1].start <= span.start and span.end <= key[1].end
            ),
            None,
        )
        if around is None:
            whole = _list_or_table(index, item)
            if whole is None:
                continue
            around = doc_id, whole
        found.setdefault(around, []).append(position)
    return found


def items_with(index: Index, evidence: Sequence[Evidence], position: int) -> list[int]:
    """Return the positions of the items of the list or table that a sentence is of, if it is.

    Args:
        index: that was searched.
        evidence: the sentences.
        position: of the sentence.
    """
    doc_id = evidence[position].hit.passage.doc_id
    whole = _list_or_table(index, evidence[position])
    if whole is None:
        return []
    return [
        i
        for i, item in enumerate(evidence)
        if item.hit.passage.doc_id == doc_id
        and whole.start <= item.span.start
        and item.span.end <= whole.end
    ]


def _list_or_table(index: Index, item: Evidence) -> Span | None:
    text = index.document(item.hit.passage.doc_id).text
    words = text[item.span.start : item.span.end]
    if is_row(words):
        return table_around(text, item.span, section_of(index, item.hit))
    if is_item(words) or is_lead_in(words):
        return list_around(text, item.span, section_of(index, item.hit))
    return None

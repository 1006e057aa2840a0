"""Which sentences beside the best one form a quote with it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.text.labels import is_item
from qa.text.line_shapes import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa.answers.ranking import Ranking
    from qa.answers.units import Asked
    from qa.records import Span

JOINED_FROM = 0.8
"""Share of a quote's score from which an adjacent sentence becomes part of it, unless the question
asks for several things: then every one that is quoted does."""

REFERRED_FROM = 0.33
"""Share of a quote's score from which the sentence after it that refers back becomes part of it. It
is scored without the words that it leaves to the one before."""

_LOOK = 20  # characters before a line's end that tell whether a sentence ends there
_CLAUSE = re.compile(r"(?:§\s?)?\d{1,3}(?:\.\d{1,3}){0,4}[.)]?\s|\([a-z]{1,3}\)\s")
_SUBCLAUSE = re.compile(r"(?:§\s?)?\d{1,3}\.\d{1,3}[.)]?\s[A-Z]")
_REFERS_BACK = re.compile(r"\b(?:it|its|they|them|their|he|him|she|these|those)\b", re.IGNORECASE)


def joined_with(  # noqa: PLR0913, PLR0917 - a ranking, and what has been made of it
    text: str,
    ranking: Ranking,
    best: int,
    least: float,
    taken: Collection[int],
    wanted: Asked,
) -> set[int]:
    """Return the ranks of the sentences that form one quote: ``best`` and some beside it.

    Args:
        text: of the document.
        ranking: the sentences, best first.
        best: rank of the sentence to start from.
        least: the lowest score to quote.
        taken: ranks of the sentences already quoted.
        wanted: how much the question asks for.
    """
    joined_from = 0.0 if wanted.several else JOINED_FROM
    least_adjacent = max(least, joined_from * float(ranking.scores[best]))
    group = _adjacent(ranking, best, least_adjacent, taken)
    group |= _in_reference(text, ranking, best, least).difference(taken)
    every_line = bool(wanted.names) or not wanted.several
    return _of_one_line(text, ranking, best, group, every_line=every_line)


def _adjacent(ranking: Ranking, best: int, least: float, taken: Collection[int]) -> set[int]:
    """Return the ranks of the sentences that form one quote: ``best`` and its neighbours.

    Args:
        ranking: the sentences, best first.
        best: rank of the sentence to start from.
        least: the lowest score of a neighbour.
        taken: ranks of the sentences already quoted.

    Returns:
        ``best`` and every sentence of its passage that an unbroken run connects with it.
    """
    hit = ranking.evidence[best].hit
    by_position = {
        hit.passage.sentences.index(item.span): i
        for i, item in enumerate(ranking.evidence)
        if item.hit.number == hit.number and ranking.scores[i] >= least and i not in taken
    }
    position = hit.passage.sentences.index(ranking.evidence[best].span)
    group = {best}
    for step in (-1, 1):
        neighbour = position + step
        while neighbour in by_position:
            group.add(by_position[neighbour])
            neighbour += step
    return group


def _in_reference(text: str, ranking: Ranking, best: int, least: float) -> set[int]:
    """Return the rank of the sentence beside the best one that one of the two refers back to.

    Only where it has a word of the question that the best one lacks: "Only vets may sedate horses.
    Grooms may hold them." is one answer to what grooms may do, whichever half ranks first.

    Args:
        text: of the document.
        ranking: the sentences, best first.
        best: rank of the sentence to start from.
        least: the lowest score of a sentence that follows.
    """
    own = ranking.evidence[best]
    sentences = own.hit.passage.sentences
    position = sentences.index(own.span)
    own_score = float(ranking.scores[best])
    found: set[int] = set()
    for i, item in enumerate(ranking.evidence):
        if item.hit.number != own.hit.number or set(item.terms) <= set(own.terms):
            continue
        step = sentences.index(item.span) - position
        if step == -1 and item.coverage > own.coverage:
            refers = own.span
        elif step == 1 and ranking.scores[i] >= min(least, REFERRED_FROM * own_score):
            refers = item.span
        else:
            continue
        if _REFERS_BACK.search(text, refers.start, refers.end):
            found.add(i)
    return found


def _of_one_line(
    text: str, ranking: Ranking, best: int, group: set[int], *, every_line: bool
) -> set[int]:
    """Return those of adjacent sentences that no line without a full stop parts from ``best``.

    Such a line is an entry of its own, of a log or a stock list, and no prose that goes on; so is
    a numbered clause.

    Args:
        text: of the document.
        ranking: the sentences, best first.
        best: rank of the sentence to start from.
        group: ranks of the sentences.
        every_line: whether all such lines part; else only clauses such as 7.2, of which no list
            consists.
    """
    ordered = sorted(group, key=lambda i: ranking.evidence[i].span.start)
    spans = [ranking.evidence[i].span for i in ordered]
    parts = [
        i
        for i, (span, after) in enumerate(pairwise(spans), start=1)
        if _ends_list(text, span, after)
        or (_is_parted(text, span, after) if every_line else _SUBCLAUSE.match(text, after.start))
    ]
    at = ordered.index(best)
    first = max((cut for cut in parts if cut <= at), default=0)
    last = min((cut for cut in parts if cut > at), default=len(ordered))
    return set(ordered[first:last])


def _is_parted(text: str, span: Span, after: Span) -> bool:
    if "\n" not in text[span.end : after.start]:
        return False
    ends = ends_sentence(text[max(span.start, span.end - _LOOK) : span.end])
    return not ends or _CLAUSE.match(text, after.start) is not None


def _ends_list(text: str, span: Span, after: Span) -> bool:
    """Return whether prose begins below the last item of a list."""
    if "\n\n" not in text[span.end : after.start]:
        return False
    return is_item(text[span.start : span.end]) and not is_item(text[after.start : after.end])

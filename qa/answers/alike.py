"""Sentences that answer as the best one does: how low their scores are."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answers.features import Evidence
    from qa.answers.ranking import Ranking
    from qa.index.search import Index

_NEARLY = 0.05  # of the best one's share: 3 log odds below it, which may not have been read
_PARALLEL = 0.6  # of the words of two sentences that are the same, in the same order
_LONGEST_PARALLEL = 60  # words
_ALIKE = 0.015  # of the best one's share: 4.2 log odds below it


def lowest_alike(ranking: Ranking) -> float:
    """Return the lowest score of the sentences that answer as the best one does.

    Those are of its document and have all words of the question that it has: "Mona plays chess."
    next to "Pavel plays chess.", for "Who plays chess?".

    Args:
        ranking: the sentences, best first, at least one.
    """
    first, most = ranking.evidence[0], ranking.shares[0]
    terms = set(first.terms)
    return min(
        float(score)
        for item, score, share in zip(ranking.evidence, ranking.scores, ranking.shares, strict=True)
        if item is first
        or (
            item.hit.passage.doc_id == first.hit.passage.doc_id
            and terms
            and terms <= set(item.terms)
            and share >= _ALIKE * most
        )
    )


def parallel(index: Index, ranking: Ranking) -> frozenset[int]:
    """Return the ranks of the sentences of other documents that are parallel to the best one.

    "The beta port is 9090." next to "The alpha port is 8080.": which one of two products, leases or
    years is meant, the question "What is the port?" does not say.

    Args:
        index: that was searched.
        ranking: the sentences, best first, at least one.
    """
    first, most = ranking.evidence[0], ranking.shares[0]
    words = _words(index, first)
    if len(words) > _LONGEST_PARALLEL:
        return frozenset()
    found = set()
    for rank, (item, share) in enumerate(zip(ranking.evidence, ranking.shares, strict=True)):
        if share < _NEARLY * most:
            break
        if item.hit.passage.doc_id == first.hit.passage.doc_id:
            continue
        others = _words(index, item)
        if len(others) <= _LONGEST_PARALLEL and _same_share(words, others) >= _PARALLEL:
            found.add(rank)
    return frozenset(found)


def _same_share(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _words(index: Index, item: Evidence) -> list[str]:
    text = index.document(item.hit.passage.doc_id).text
    return text[item.span.start : item.span.end].casefold().split()

"""Inverse document frequency, in the two forms that Quoth needs.

Both start from the weight of Robertson and Spärck Jones (1976, "Relevance weighting of search
terms"), ``log((N - n + 0.5) / (n + 0.5))`` for a term in ``n`` of ``N`` passages. They differ
for common terms, whose weight it makes negative, and they differ on purpose:

- a search compares passages of one index. It takes SQLite's form, so that FTS5 can be the oracle
  of its scores; a term in most passages hardly counts there.
- coverage is a share of the question's whole idf mass. Every term needs some of it, also in an
  index of one article about that very term. It takes Lucene's form, which is positive for all.
"""

from __future__ import annotations

import math

_LEAST = 1e-6  # as in FTS5, so that a passage with nothing but common terms is still found


def bm25_idf(passages: int, document_frequency: int) -> float:
    """Return the idf of BM25 in a search, as SQLite's FTS5 computes it.

    Args:
        passages: of the index.
        document_frequency: how many of them contain the term.
    """
    odds = (passages - document_frequency + 0.5) / (document_frequency + 0.5)
    return max(_LEAST, math.log(odds))


def positive_idf(passages: int, document_frequency: float) -> float:
    """Return an idf above 0 for every term, as Lucene's BM25Similarity computes it.

    Args:
        passages: of the index.
        document_frequency: how many of them contain the term; a fraction where it is estimated.
    """
    odds = (passages - document_frequency + 0.5) / (document_frequency + 0.5)
    return math.log(1 + odds)

"""The scores of both searches, dense and lexical, fused into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DENSE_SHARE = 0.5
"""Weight of the dense score in the sum.

The weighted sum of min-max normalised scores found the answering passage first for .83 / .53 /
.63 of the questions of three public sets (SQuAD 2, SQuAD 1.1, Evidence Inference). Dense search
alone reached .66 / .30 / .46, BM25 alone .81 / .51 / .61, and reciprocal rank fusion (Cormack,
Clarke and Büttcher 2009) .76 / .43 / .53."""


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float]) -> dict[int, float]:
    """Return passage → weighted sum of its two normalised scores, [0, 1].

    Args:
        dense: passage → cosine, of those found by their vectors.
        lexical: passage → BM25, of those found by their terms.
    """
    near, matching = _min_max(dense), _min_max(lexical)
    return {
        number: DENSE_SHARE * near.get(number, 0.0) + (1 - DENSE_SHARE) * matching.get(number, 0.0)
        for number in near.keys() | matching.keys()
    }


def _min_max(scores: Mapping[int, float]) -> dict[int, float]:
    """Return the scores scaled to [0, 1]; scores that are all equal are all best."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    width = high - low
    return {n: (score - low) / width if width else 1.0 for n, score in scores.items()}

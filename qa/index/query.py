"""A question as the index sees it: one line, a vector, and weighted terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from qa.files.shipped import shipped
from qa.files.typed_json import Probability, parse
from qa.index.retrieval.idf import positive_idf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.embedders.protocol import Vectors

BACKGROUND_PASSAGES = 1000
"""Passages of English that every index counts as its own when it weighs the terms of a question.
An index of one article cannot tell a rare word from a common one otherwise. How common words are
in them was counted by ``training/count_words.py``."""

_MOST_TERMS = 64  # where a whole page is pasted; each further term costs time and says little


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the index sees it.

    Attributes:
        text: the question in one line.
        vector: of the question, unit norm.
        idf: term → inverse document frequency, in the question's order. A term that no passage
            contains has the highest.
        also: further terms to search for, which mean the same as some of these.
        mass: sum of the inverse document frequencies.
    """

    text: str
    vector: Vectors
    idf: Mapping[str, float]
    also: tuple[str, ...] = ()
    mass: float = field(init=False)

    def __post_init__(self) -> None:
        """Compute the mass once; hundreds of sentences are compared with it."""
        object.__setattr__(self, "mass", sum(self.idf.values()))

    def coverage(self, found: frozenset[str]) -> float:
        """Return the share of the question's idf mass among some terms, [0, 1].

        Args:
            found: terms, such as those of a sentence; others than the question's do not count.
        """
        if not self.mass:
            return 0.0
        return sum(idf for term, idf in self.idf.items() if term in found) / self.mass


def weigh_terms(document_frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """Return term → inverse document frequency, in the order of the terms.

    Of more than 64 terms, only the rarest are returned, rarest first and equally rare ones in
    alphabetical order.

    Args:
        document_frequencies: term → how many passages of the index contain it.
        passages: of the index.
    """
    shares = _background_shares()
    idf = {
        term: positive_idf(
            passages + BACKGROUND_PASSAGES,
            frequency + BACKGROUND_PASSAGES * shares.get(term, 0.0),
        )
        for term, frequency in document_frequencies.items()
    }
    if len(idf) <= _MOST_TERMS:
        return idf
    rarest = sorted(idf, key=lambda term: (-idf[term], term))[:_MOST_TERMS]
    return {term: idf[term] for term in rarest}


@dataclass(frozen=True, slots=True)
class _Background:
    """The part of ``background.json`` that is used."""

    shares: dict[str, Probability]


@cache
def _background_shares() -> dict[str, float]:
    """Return term → share of English passages that contain it."""
    return parse(shipped("index/background.json"), _Background).shares

"""A misspelt question, read with the documents' own words.

Only a word that the documents do not have is touched, and only where it is no word of its
own for the embedding model either (one that its vocabulary holds whole, such as a well-known
name): "deliverys" becomes "deliveries", "Tesla" stays "Tesla".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from qa.terms import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_WORD = re.compile(r"[^\W\d_]{4,}")
_DOUBLED = re.compile(r"(.)\1")
_LONG = 8  # letters from which two slips are taken for one word, as in Lucene's fuzzy queries


def corrected(
    text: str,
    known: Callable[[Collection[str]], Collection[str]],
    beginning_with: Callable[[str], Iterable[tuple[str, int]]],
) -> str:
    """Return ``text`` with its misspelt words as the documents have them.

    Args:
        text: a question.
        known: gives those of some words that need no correction.
        beginning_with: gives the documents' words that begin with a letter, and how many
            passages hold each.
    """
    words = {word for word in _WORD.findall(text) if word.casefold() not in STOP_WORDS}
    unknown = words.difference(known(words))

    def mended(match: re.Match[str]) -> str:
        word = match[0].casefold()
        if match[0] not in unknown:
            return match[0]
        slips = 1 if len(word) < _LONG else 2
        alike = [
            (distance, -passages, other)
            for other, passages in beginning_with(word[0])
            if (distance := _slips(word, other, slips)) <= slips
        ]
        return min(alike)[2] if alike else match[0]

    return _WORD.sub(mended, text)


def _slips(word: str, other: str, most: int) -> int:
    """Return the slips between two words; to double the wrong letters is one."""
    distance = OSA.distance(word, other, score_cutoff=most)
    if distance <= most:
        return distance
    return OSA.distance(_DOUBLED.sub(r"\1", word), _DOUBLED.sub(r"\1", other)) + 1

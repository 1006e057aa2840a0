"""A misspelt question, read with the documents' own words.

Only a word that the documents do not have is touched, and only where it is no word of its
own for the embedding model either (one that its vocabulary holds whole, such as a well-known
name): "deliverys" becomes "deliveries", "Tesla" stays "Tesla".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from qa.text.analyzer import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_WORD = re.compile(r"[^\W\d_]{4,}")
_DOUBLED = re.compile(r"(.)\1")
_MOST_WORDS = 30  # of a question that are corrected; no one misspells more, and each takes a search
_LONGEST_WORD = 40  # letters; what is longer is compared with no word
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
    held = known(words)
    unknown = [
        word
        for word in dict.fromkeys(_WORD.findall(text))
        if word in words and word not in held and len(word) <= _LONGEST_WORD
    ]
    mended = {word: _mended(word, beginning_with) for word in unknown[:_MOST_WORDS]}
    return _WORD.sub(lambda match: mended.get(match[0], match[0]), text)


def _mended(word: str, beginning_with: Callable[[str], Iterable[tuple[str, int]]]) -> str:
    """Return the word that was meant, the word itself where there is none like it."""
    folded = word.casefold()
    slips = 1 if len(folded) < _LONG else 2
    alike = [
        (distance, -passages, other)
        for other, passages in beginning_with(folded[0])
        if (distance := _slips(folded, other, slips)) <= slips
    ]
    return min(alike)[2] if alike else word


def _slips(word: str, other: str, most: int) -> int:
    """Return the slips between two words; to double the wrong letters is one."""
    distance = OSA.distance(word, other, score_cutoff=most)
    if distance <= most:
        return distance
    return OSA.distance(_DOUBLED.sub(r"\1", word), _DOUBLED.sub(r"\1", other)) + 1

"""A misspelt question, read with the documents' own words.

Only a word that the documents lack is corrected, and only where the embedding model does not know
it either (its vocabulary has it as one piece, such as a well-known name): "deliverys" becomes
"deliveries", "Tesla" stays "Tesla".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from qa.text.analyzer import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_WORD = re.compile(r"[^\W\d_]{4,}")
_DOUBLED = re.compile(r"(.)\1")
_MOST_CORRECTED = 30  # words of a question; nobody misspells more, and each takes a search
_LONGEST_WORD = 40  # letters; a longer one is compared with no word
_LONG = 8  # letters from which two slips are allowed, the most that Lucene's fuzzy queries allow


def corrected(
    text: str,
    known: Callable[[Collection[str]], Collection[str]],
    beginning_with: Callable[[str], Iterable[tuple[str, int]]],
) -> str:
    """Return a text with its misspelt words as the documents spell them.

    Args:
        text: a question.
        known: returns those of some words that need no correction.
        beginning_with: returns the documents' words that begin with a letter, each with the
            number of passages that contain it.
    """
    found = [word for word in _WORD.findall(text) if word.casefold() not in STOP_WORDS]
    correct = known(set(found))
    unknown = [
        word for word in dict.fromkeys(found) if word not in correct and len(word) <= _LONGEST_WORD
    ]
    spelt = {word: _nearest(word, beginning_with) for word in unknown[:_MOST_CORRECTED]}
    return _WORD.sub(lambda match: spelt.get(match[0], match[0]), text)


def _nearest(word: str, beginning_with: Callable[[str], Iterable[tuple[str, int]]]) -> str:
    """Return the documents' word that was meant, the word itself where none is like it.

    A slip is a letter added, left out, exchanged, or swapped with the next one (optimal string
    alignment). To double the wrong letter, as in "tarrifs", is one slip too. Of the words with
    the fewest slips, the most common is returned. People rarely mistype the first letter, so only
    words with the same one are compared.
    """
    folded = word.casefold()
    most = 1 if len(folded) < _LONG else 2
    passages = dict(beginning_with(folded[0]))
    doubled = process.extract(
        folded,
        passages.keys(),
        scorer=OSA.distance,
        processor=_without_doubles,
        score_cutoff=most - 1,
        limit=None,
    )
    plain = process.extract(
        folded, passages.keys(), scorer=OSA.distance, score_cutoff=most, limit=None
    )
    slips = {other: 1 + distance for other, distance, _ in doubled}
    slips |= {other: distance for other, distance, _ in plain}
    return min(slips, key=lambda other: (slips[other], -passages[other], other), default=word)


def _without_doubles(word: str) -> str:
    """Return a word with each pair of equal letters as one."""
    return _DOUBLED.sub(r"\1", word)

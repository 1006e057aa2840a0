"""Superlatives, by which the values of several things are compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answers.answer_types import NUMBER
from qa.answers.scope import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words in -est that compare nothing, and the superlatives that do not end in it.
_NO_SUPERLATIVES = frozenset(
    """
    armrest arrest attest backrest behest bequest breast chest conquest contest crest detest digest
    divest earnest everest footrest forest guest harvest headrest honest incest infest ingest
    inquest interest invest jest manifest midwest modest molest nest northwest pest priest protest
    quest reinvest request rest southwest suggest tempest test unrest vest west bucharest budapest
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_MEASURED = frozenset(
    """
    expensive cheapest dearest costliest largest biggest smallest longest shortest tallest highest
    lowest heaviest lightest oldest youngest fastest slowest widest deepest hottest coldest warmest
    populous inhabitants
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_BOUNDS = frozenset({"maximum", "minimum"})
_SUPERLATIVES = _BOUNDS | {"best", "worst"}
_BOUND = re.compile(
    r"\b(?:up to|at (?:most|least)|not? (?:more|less|fewer|later|longer|earlier|higher|lower) than"
    r"|limit(?:s|ed)?|capped|ceiling|exceed(?:s|ing)?)\b",
    re.IGNORECASE,
)


def superlatives(text: str) -> tuple[str, ...]:
    """Return the superlatives of a text, by which the values of several things are compared.

    Args:
        text: a question or a quote.
    """
    words = words_of(text)
    return tuple(dict.fromkeys(word for i, word in enumerate(words) if _is_superlative(words, i)))


def compared_by(question: str, text: str) -> tuple[str, ...]:
    """Return the superlatives of a question by which a text must be compared with others.

    None where the text has a superlative itself. "Maximum" asks for a limit that one sentence
    states: "up to 14 nights".

    Args:
        question: in one line.
        text: words of a quote, with the names of its columns.
    """
    if superlatives(text):
        return ()
    stated = _BOUNDS if _BOUND.search(text) else frozenset()
    return tuple(word for word in superlatives(question) if word not in stated)


def compares_by_number(question: str) -> bool:
    """Return whether a question asks for the thing with the highest or lowest number.

    Args:
        question: in one line.
    """
    return bool(_MEASURED.intersection(words_of(question)) and superlatives(question))


def tells_measure(sentence: str) -> bool:
    """Return whether a sentence has a number, or compares.

    "This tea comes from Assam" does not tell which tea is the most expensive.

    Args:
        sentence: words of a document.
    """
    return NUMBER.search(sentence) is not None or bool(superlatives(sentence))


def _is_superlative(words: Sequence[str], i: int) -> bool:
    word = words[i]
    if word in {"most", "least"}:
        return not i or words[i - 1] != "at"  # "at least" is a bound
    if word in _SUPERLATIVES:
        return True
    return word.endswith("est") and len(word) > 4 and word not in _NO_SUPERLATIVES  # noqa: PLR2004

"""What "how heavy" asks for: a weight, or a mass. Tables call it so. English."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.text.analyzer import terms

_NOUNS = {
    "heavy": "weight mass",
    "tall": "height",
    "high": "height",
    "wide": "width breadth",
    "deep": "depth",
    "thick": "thickness",
    "long": "length",
    "big": "size dimensions",
    "large": "size dimensions",
    "fast": "speed",
    "loud": "noise sound loudness",
    "noisy": "noise sound",
    "hot": "temperature",
    "cold": "temperature",
    "warm": "temperature",
    "old": "age",
    "expensive": "price cost",
    "powerful": "power",
    "far": "distance",
    "often": "interval frequency",
}
_HOW = re.compile(rf"how (?P<adjective>{'|'.join(_NOUNS)})\b", re.IGNORECASE)


class Measure(NamedTuple):
    """What a question asks to be measured.

    Attributes:
        adjective: term of the word of the question.
        nouns: terms of the words that name the measure.
    """

    adjective: frozenset[str]
    nouns: frozenset[str]


def asked_measure(question: str) -> Measure | None:
    """Return the measure that a question asks for: the weight, for "How heavy is it?".

    Args:
        question: in one line.
    """
    found = _HOW.match(question)
    if found is None:
        return None
    adjective = found["adjective"].casefold()
    return Measure(frozenset(terms(adjective)), frozenset(terms(_NOUNS[adjective])))

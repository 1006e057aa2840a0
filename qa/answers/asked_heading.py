"""Sentences below a heading, or behind a label, that is the very thing a question asks for.

"Who is the author?" asks for what stands below "Author", and "When is the rent due?" for what
stands behind "3. RENT.". A sentence that only mentions the rent may share more words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from qa.questions.phrases import phrases
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.records import Document

PREFERRED = 3.0
"""Log odds by which such a sentence is preferred. On own_words, 1 to 3 change no first sentence; a
reader may prefer the other by more than 2."""

_ASKS_OF = re.compile(
    r"(?:who|what|when|where|how \w+)(?:['’]s| is| are| was| were) (?:the|my|our|your) ",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:[(\[]?\d{1,3}(?:\.\d{1,3}){0,4}[.)\]]? )?\*{0,2}(?P<words>[A-Z][\w&/'’()-]*"
    r"(?: [\w&/'’()-]+){0,3})\*{0,2}[.:]"
)


def below_asked_heading(
    question: str, candidates: Candidates, document: Callable[[str], Document]
) -> NDArray[np.bool_]:
    """Return which sentences stand below what a question asks for, bool ``(sentences,)``.

    Args:
        question: in one line.
        candidates: the sentences.
        document: returns the document with a ``doc_id``.
    """
    thing = asked_thing(question)
    if not thing:
        return np.zeros(len(candidates.evidence), dtype=bool)

    def is_below(number: int) -> bool:
        item = candidates.evidence[number]
        passage = item.hit.passage
        if passage.headings and frozenset(terms(passage.headings[-1])) == thing:
            return True
        text = document(passage.doc_id).text
        label = _LABEL.match(text, item.span.start, item.span.end)
        return label is not None and frozenset(terms(label["words"])) == thing

    return np.array([is_below(i) for i in range(len(candidates.evidence))], dtype=bool)


def asked_thing(question: str) -> frozenset[str]:
    """Return the terms of what a question is about: "the rent" in "When is the rent due?".

    Args:
        question: in one line.
    """
    asks = _ASKS_OF.match(question)
    if asks is None:
        return frozenset()
    found = next((phrase for phrase in phrases(question) if phrase.end > asks.end()), None)
    return frozenset(terms(question[found.start : found.end])) if found else frozenset()

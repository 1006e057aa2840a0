"""Clauses that a question names by their number: "What does clause 7.2 say?".

The number is all that such a question shares with its answer, and scores weigh words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.records import Document

_NUMBER = r"\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?"
_NAMED = re.compile(
    r"(?:\b(?:clauses?|sections?|articles?|paragraphs?|points?|items?|rules?|regulations?|recitals?|"
    r"subsections?|paras?|schedules?|klausel|ziffer|abschnitt|artikel|absatz|punkt|article|artículo"
    r"|articolo|cláusula|clausola)|§{1,2})\s?"
    rf"(?P<number>{_NUMBER})(?![\w%]|\.\d)",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"(?:\W{{0,6}}(?:clause|section|article|paragraph|point|item|rule|§|artikel)\s?)?\W{{0,6}}"
    rf"(?P<number>{_NUMBER})(?:[.):\]]|\s|$)",
    re.IGNORECASE,
)
_FRONT = 60  # characters in which a clause has its number


def in_named_clause(
    question: str, candidates: Candidates, document: Callable[[str], Document]
) -> NDArray[np.bool_]:
    """Return which sentences begin a clause that the question names, bool ``(sentences,)``.

    Where none does, those below a heading that begins so.

    Args:
        question: in one line.
        candidates: the sentences.
        document: returns the document with a ``doc_id``.
    """
    named = {match["number"].casefold() for match in _NAMED.finditer(question)}
    if not named:
        return np.zeros(len(candidates.evidence), dtype=bool)
    begin = np.array(
        [
            _number_of(
                document(item.hit.passage.doc_id).text[
                    item.span.start : min(item.span.end, item.span.start + _FRONT)
                ]
            )
            in named
            for item in candidates.evidence
        ],
        dtype=bool,
    )
    if begin.any():
        return begin
    headed = [
        any(_number_of(heading[:_FRONT]) in named for heading in hit.passage.headings)
        for hit in candidates.hits
    ]
    return np.array(headed, dtype=bool)[candidates.passage]


def _number_of(text: str) -> str:
    """Return the number that a text begins with, empty where it begins with none."""
    found = _BEGINS.match(text)
    return found["number"].casefold() if found else ""

"""Answers of a transcript whose question names by pronouns what was said before it.

"Did Brill sell the mill?" is answered below "Did she sell it?", where the question and answer
before are on Brill and the mill.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.answer_types import names_by_term
from qa.answers.scope import Scope
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.index.search import Index
    from qa.records import Hit

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PRONOUNS = frozenset(
    "he she it they him her them his its their you your that this these those one".split()  # noqa: SIM905
)
_BEFORE = 3  # passages before a question that its pronouns may refer to
_FEWEST = 2  # words of a question besides its pronouns
_SHARE = 0.5  # of what the pronouns stand for that must be in what was said before


def answers_by_pronouns(index: Index, question: str, candidates: Candidates) -> NDArray[np.bool_]:
    """Return which sentences answer the same question, put with pronouns, bool ``(sentences,)``.

    Args:
        index: that was searched.
        question: in one line.
        candidates: the sentences.
    """
    words = frozenset(_words(question))
    asked = frozenset(terms(question))
    names = frozenset(names_by_term(question))
    negated = Scope(question).negated

    def is_same(hit: Hit) -> bool:
        if not hit.passage.headings:
            return False
        heading = hit.passage.headings[-1]
        put = _words(heading)
        pronouns = _PRONOUNS.intersection(put) - words
        own = [word for word in put if word not in pronouns]
        if not pronouns or len(own) < _FEWEST or Scope(heading).negated != negated:
            return False
        stated = frozenset(terms(heading))
        if not stated <= asked or not all(word in words or set(terms(word)) for word in own):
            return False
        meant = asked - stated
        known = _said_before(index, hit)
        return names - stated <= known and len(meant & known) >= _SHARE * len(meant) > 0

    return np.array([is_same(hit) for hit in candidates.hits], dtype=bool)[candidates.passage]


def has_pronoun(question: str) -> bool:
    """Return whether a question leans on what stands before it: "Did she sell it?".

    Args:
        question: such as one of a transcript.
    """
    return not _PRONOUNS.isdisjoint(_words(question))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _said_before(index: Index, hit: Hit) -> AbstractSet[str]:
    """Return the terms of the title and of the passages right before one."""
    passage = hit.passage
    document = index.document(passage.doc_id)
    before = [
        other
        for other in index.passages(range(max(0, hit.number - _BEFORE), hit.number))
        if other.doc_id == passage.doc_id
    ]
    parts = [document.title, *passage.headings[:-1]]
    parts += [heading for other in before for heading in other.headings[-1:]]
    parts += [document.text[other.start : other.end] for other in before]
    return frozenset(terms("\n".join(parts)))

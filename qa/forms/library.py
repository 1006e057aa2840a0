"""Earlier forms as a library: the question that is most like another, with its answer."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.forms.certainty import is_unanswered
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.embedders.protocol import Embedder
    from qa.forms.form import Existing, Form, Item

LEAST_LIKE = 0.62
"""Likeness from which an earlier question is similar.

Most wordings of one question have more, and questions on other things hardly ever. Two that differ
in one word may have, such as "encrypted at rest" and "in transit": so the earlier one is shown."""

_MEANING = 0.6  # share of the vectors in the likeness; the rest is that of the words
_MOST = 50_000  # questions


class Earlier(NamedTuple):
    """An answer of an earlier form.

    Attributes:
        question: that it answers.
        answers: what was written, by the cells.
        place: of it: the form, the sheet and the cells.
        likeness: of the question and the one asked now, 0 to 1.
    """

    question: str
    answers: tuple[Existing, ...]
    place: str
    likeness: float

    def is_to(self, question: str) -> bool:
        """Return whether it answers the very question.

        Args:
            question: that is asked now.
        """
        return self.question.casefold().split() == question.casefold().split()

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data, ready for JSON."""
        return {**self._asdict(), "answers": [one._asdict() for one in self.answers]}


class Library:
    """The answered questions of earlier forms."""

    def __init__(self, forms: Iterable[tuple[str, Form]], embedder: Embedder) -> None:
        """Read the questions that people have answered.

        An answer that still has a style of Quoth is left out: nobody has accepted it. So is one
        that says that nothing was found, above the closest passage: some programs lose styles.

        Args:
            forms: each with its name.
            embedder: for the likeness of questions.
        """
        self._embedder = embedder
        self._known = [
            (name, item)
            for name, form in forms
            for item in form.items
            if item.existing and not item.is_marked and not _is_unanswered(item)
        ][:_MOST]
        self._terms = [frozenset(terms(item.question)) for _, item in self._known]
        counts = Counter(term for some in self._terms for term in some)
        self._counts, self._size = counts, len(self._known)
        vectors = [embedder.embed_question(item.question) for _, item in self._known]
        self._vectors = np.stack(vectors) if vectors else None

    def __len__(self) -> int:
        """Return how many answered questions there are."""
        return len(self._known)

    def nearest(self, question: str) -> Earlier | None:
        """Return the answer to the most similar question; None where none is similar.

        Args:
            question: that is asked now.
        """
        if self._vectors is None:
            return None
        cosines = self._vectors @ self._embedder.embed_question(question)
        asked = frozenset(terms(question))
        best, likeness = -1, 0.0
        for at in np.argsort(-cosines, kind="stable")[:20]:
            alike = _MEANING * float(cosines[at])
            alike += (1 - _MEANING) * self._shared(asked, self._terms[at])
            if alike > likeness:
                best, likeness = int(at), alike
        if likeness < LEAST_LIKE:
            return None
        name, item = self._known[best]
        return Earlier(item.question, item.existing, _place(name, item), likeness)

    def _shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return the share of words that two questions have in common; rare words count more."""
        every = self._weight(one | other)
        return self._weight(one & other) / every if every else 0.0

    def _weight(self, some: Iterable[str]) -> float:
        return sum(math.log(1 + (self._size + 1) / (self._counts[term] + 1)) for term in some)


def _is_unanswered(item: Item) -> bool:
    return any(is_unanswered(one.text) for one in item.existing)


def _place(name: str, item: Item) -> str:
    cells: Sequence[str] = [one.place for one in item.existing if one.place]
    if not cells:
        return f"{name}, question {item.row:,}"
    several = "cells" if len(cells) > 1 else "cell"
    return f"{name}, sheet {item.sheet}, {several} {' and '.join(cells)}"

"""Questions that a document asks itself, as an FAQ does, in the words of the question asked.

What stands below such a question is its answer by the word of the document. A reader that weighs
the words of the answer alone doubts it: "for up to three months a year" has none of the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.answer_types import names_by_term
from qa.answers.scope import Scope
from qa.questions.kinds import question_kind
from qa.text.analyzer import terms
from qa.text.question_lines import is_interrogative

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.questions.kinds import Kind

_ENOUGH = 3
"""Terms that two questions share at least, if one has a further term that the other lacks."""

MORE = 4.0
"""Log odds by which an answer below the same question is preferred."""

SURE = 0.95
"""Probability that it answers, at least: some FAQs ask the same about different things."""


def below_same_question(question: str, candidates: Candidates) -> NDArray[np.bool_]:
    """Return which sentences stand below a question that asks the same, bool ``(sentences,)``.

    Args:
        question: in one line.
        candidates: the sentences.
    """
    asked = _Read.of(question)
    same = [
        bool(hit.passage.headings) and asked.is_asked_by(hit.passage.headings[-1])
        for hit in candidates.hits
    ]
    return np.array(same, dtype=bool)[candidates.passage]


@dataclass(frozen=True, slots=True)
class _Read:
    """A question, as far as another may ask the same.

    Attributes:
        kind: what it asks for.
        terms: of its words.
        names: terms of names and numbers among them.
        negated: whether it has a "not".
    """

    kind: Kind
    terms: frozenset[str]
    names: frozenset[str]
    negated: bool

    @classmethod
    def of(cls, question: str) -> _Read:
        return cls(
            question_kind(question),
            frozenset(terms(question)),
            frozenset(names_by_term(question)),
            Scope(question).negated,
        )

    def is_asked_by(self, heading: str) -> bool:
        """Return whether a heading is a question that asks the same, "?" or not."""
        other = _Read.of(heading)
        both, further = self.terms & other.terms, self.terms ^ other.terms
        # One word more is "in summer" or "please". One for another may be a cat for a dog, and a
        # name or a number on one side is another case.
        if not both or len(further) > 1 or further & (self.names | other.names):
            return False
        if further and len(both) < _ENOUGH:
            return False
        is_question = is_interrogative(heading) or other.kind not in {"keyword", "other"}
        return is_question and (other.kind, other.negated) == (self.kind, self.negated)

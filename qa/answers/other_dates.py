"""Sentences that speak of other dates than the question are ranked below those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.questions.asked_dates import AskedDates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa.answers.features import Evidence
    from qa.records import Document

_LESS = 4.0
"""Log odds that another date takes from a sentence: more than a reader, which hardly tells one date
from another, makes of its other words."""


def less_for_other_dates(
    question: str, evidence: Sequence[Evidence], document: Callable[[str], Document]
) -> NDArray[np.float64]:
    """Return what to take from the score of each sentence, float64 ``(sentences,)``.

    Args:
        question: in one line.
        evidence: the sentences.
        document: returns the document with a ``doc_id``.
    """
    asked = AskedDates(question)
    less = np.zeros(len(evidence))
    if asked:
        for number, item in enumerate(evidence):
            text = document(item.hit.passage.doc_id).text
            if asked.contradicted_by(text[item.span.start : item.span.end]):
                less[number] = _LESS
    return less

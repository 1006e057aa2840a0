"""Sentences on another date or thing, or on the opposite case, are ranked below the others.

A document often has a second sentence in nearly the words of the answer: the sum of another day,
the fee outside the country that is asked about, who plays where the question is who does not. The
reader can hardly separate the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.answers.ends import only_ends
from qa.answers.intended import intended
from qa.answers.message_header import is_line_of_mail
from qa.answers.scope import Scope
from qa.answers.superlatives import compares_by_number, tells_measure
from qa.questions.asked_dates import AskedDates
from qa.questions.past import asks_what_happened
from qa.questions.roles import Roles
from qa.text.letters import MAIL, is_greeting_or_closing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa.answers.features import Evidence
    from qa.answers.identified import Identified
    from qa.records import Document

_LESS = 4.5
"""Log odds that a contradiction takes from a sentence: more than what a reader makes of its other
words."""

_LESS_IF_NEGATED = 1.7
"""Likewise, for a sentence that negates words of the question. "No" is often the answer, so it is
less. Chosen by trial from .5 to 2, where it gained .003 of the first sentences."""


_LESS_IF_OF_OTHER_PARTY = 2.8
"""Likewise, for a sentence on the lessor where the question is about the tenant. What the one must
do may tell what the other gets."""


def less_for_contradictions(
    question: str,
    evidence: Sequence[Evidence],
    document: Callable[[str], Document],
    named: Identified,
) -> NDArray[np.float64]:
    """Return what to take from the score of each sentence, float64 ``(sentences,)``.

    Args:
        question: in one line.
        evidence: the sentences.
        document: returns the document with a ``doc_id``.
        named: which of them are on the thing that the question identifies.
    """
    happened, by_number = asks_what_happened(question), compares_by_number(question)
    roles = Roles(question)
    dates, scope = AskedDates(question), Scope(question)
    less = np.zeros(len(evidence))
    less[named.other] = _LESS
    for number, item in enumerate(evidence):
        source = document(item.hit.passage.doc_id)
        sentence = source.text[item.span.start : item.span.end]
        # A title in a list may be "Hello Kitty" or "Best Picture".
        is_of_letter = source.media_type == MAIL or sentence.rstrip()[-1:] in {",", "!", ":"}
        if (is_of_letter and is_greeting_or_closing(sentence)) or is_line_of_mail(
            question, sentence, item, source
        ):
            less[number] += _LESS
        if (
            dates.contradicted_by(sentence)
            or scope.is_opposite(sentence)
            or scope.is_denied_by(sentence)
            or scope.is_switched(sentence, " ".join(item.hit.passage.headings[-1:]))
        ):
            less[number] += _LESS
        elif scope.negations(sentence):
            less[number] += _LESS_IF_NEGATED
        if by_number and not tells_measure(sentence):
            less[number] += _LESS
        if roles.opposite(sentence):
            less[number] += _LESS_IF_OF_OTHER_PARTY
        if happened and (intended(question, sentence) or only_ends(question, sentence)):
            less[number] += _LESS_IF_NEGATED
    return less

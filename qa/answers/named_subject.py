"""Keywords that name the subject of a document, and what is asked of it: "rent for 17 Dockside".

The title has the one half of the words, and a section or a sentence the other. Scores by sentence
prefer those that repeat the title, and are unsure of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.answers.answer_types import names_by_term
from qa.questions.kinds import question_kind
from qa.questions.words import ASKS
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.records import Document

_MOST_TERMS = 6
_FEW = 2
SECTION, SENTENCE = 2, 1
"""Whether the heading above a sentence is what is asked, or the sentence has the words for it."""


def on_named_subject(
    question: str, candidates: Candidates, document: Callable[[str], Document]
) -> NDArray[np.intp]:
    """Return how each sentence is on what keywords ask of a subject, int ``(sentences,)``.

    Args:
        question: in one line.
        candidates: the sentences.
        document: returns the document with a ``doc_id``.

    Returns:
        :data:`SECTION`, :data:`SENTENCE`, or 0 where title and sentence do not account for all
        words of the question.
    """
    found = np.zeros(len(candidates.evidence), dtype=np.intp)
    asked = frozenset(terms(question))
    if ASKS.match(question) or question_kind(question) not in {"keyword", "other"}:
        return found
    if not _FEW <= len(asked) <= _MOST_TERMS:
        return found
    names = frozenset(names_by_term(question))
    for i, item in enumerate(candidates.evidence):
        passage = item.hit.passage
        source = document(passage.doc_id)
        subject = asked & frozenset(terms(source.title))
        thing = asked - subject
        # One word of a title may be any word; a name or a number is of this document.
        if not thing or not (subject & names or len(subject) >= _FEW):
            continue
        heading = frozenset(
            term for term in terms(" ".join(passage.headings[-1:])) if not term[0].isdigit()
        )
        if heading == thing and passage.headings[-1] != source.title:
            found[i] = SECTION
        elif thing <= frozenset(terms(source.text[item.span.start : item.span.end])):
            found[i] = SENTENCE
    return found

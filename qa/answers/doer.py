"""Names below a heading that says what they did: below "Author", for "Who wrote it?".

The heading has the deed in another word, and the title what it was done to. Where they account for
all words of a question, a name below them answers it; scores weigh the few words beside the name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.asked_kind import missing_kind
from qa.answers.likeness import is_near, significant
from qa.questions.deeds import asked_deed
from qa.questions.kinds import question_kind
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates, Evidence
    from qa.embedders.protocol import Vectors
    from qa.records import Document

_NOT = re.compile(r"n['’]t\b|\b(?:not|never)\b", re.IGNORECASE)
_DOER = re.compile(r"[^\W\d_]{2,}(?:[eo]r|ist|ian|eur)s?", re.IGNORECASE)


def below_doer(
    question: str,
    candidates: Candidates,
    document: Callable[[str], Document],
    vector: Callable[[str], Vectors],
) -> NDArray[np.bool_]:
    """Return which sentences name who did what a question asks, bool ``(sentences,)``.

    Args:
        question: in one line.
        candidates: the sentences.
        document: returns the document with a ``doc_id``.
        vector: returns that of a word, which tells what is near.
    """
    is_asked = question_kind(question) == "person" and not _NOT.search(question)
    deed = asked_deed(question) if is_asked else ""
    if not deed:
        return np.zeros(len(candidates.evidence), dtype=bool)
    done_to = frozenset(terms(question)).difference(terms(deed))

    @cache
    def is_doer(heading: str) -> bool:
        words = significant(heading)
        is_one = len(words) == 1 and _DOER.fullmatch(words[0]) is not None
        return is_one and is_near(deed, heading, vector)

    def is_below(item: Evidence) -> bool:
        passage = item.hit.passage
        source = document(passage.doc_id)
        named = frozenset(terms(" ".join((source.title, *passage.headings))))
        if not passage.headings or not done_to <= named or not is_doer(passage.headings[-1]):
            return False
        text = source.text[item.span.start : item.span.end]
        return not missing_kind(question, text, text, "")["person"]

    return np.array([is_below(item) for item in candidates.evidence], dtype=bool)

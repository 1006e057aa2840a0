"""Rows of a table whose first column is what a question asks for: "Which club is the dearest?".

A row has few words, and shares none with such a question. That the column is called "Club" says
that its rows are clubs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.superlatives import superlatives
from qa.questions.kinds import asks_several
from qa.questions.phrases import phrases
from qa.text.analyzer import terms
from qa.text.tables.cells import cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.answers.listed import Lists
    from qa.index.search import Index

_ASKS_WHICH = re.compile(
    r"(?:in |on |at |for |of )?(?:which|what) (?:of (?:the|these|those|my|our|your) )?",
    re.IGNORECASE,
)
_ASKS_WHICH_IS = re.compile(r"(?:which|what) (?:is|are|was|were) ", re.IGNORECASE)
_FEW = 2


def in_named_column(
    index: Index, question: str, candidates: Candidates, lists: Lists
) -> NDArray[np.bool_]:
    """Return which sentences are rows of what is asked for, bool ``(sentences,)``.

    Only where all of them answer together: where the question asks for several things, or for
    the first of them by a number that each has.

    Args:
        index: that was searched.
        question: in one line.
        candidates: the sentences.
        lists: the lists and tables among them.
    """
    rows = np.zeros(len(candidates.evidence), dtype=bool)
    compares = bool(superlatives(question))
    noun = asked_noun(question) if compares or asks_several(question) else frozenset()
    if not noun:
        return rows
    for (doc_id, table), positions in lists.items():
        document = index.document(doc_id)
        header = document.text[table.start : table.end].split("\n", maxsplit=1)[0]
        names = frozenset(terms(cells(header)[0]) if len(cells(header)) > 1 else ())
        spans = {i: candidates.evidence[i].span for i in positions}
        below = [i for i, span in spans.items() if span.start > table.start]
        said = [document.text[spans[i].start : spans[i].end] for i in below]
        valued = not compares or all(any(map(str.isdigit, row)) for row in said)
        if names and names <= noun and len(below) >= _FEW and valued:
            rows[positions] = True
    return rows


def asked_noun(question: str) -> frozenset[str]:
    """Return the terms of what is asked for: after "which" or "what", or after a superlative.

    Args:
        question: in one line.

    Returns:
        None of them where neither "which club" nor "which is the dearest club" is asked.
    """
    which_is = _ASKS_WHICH_IS.match(question)
    if which_is:
        found = next((each for each in phrases(question) if each.end > which_is.end()), None)
        if found is None or not superlatives(question[which_is.end() : found.end]):
            return frozenset()
        noun = question[slice(*found.words[-1])]
        return frozenset(() if superlatives(noun) else terms(noun))
    asks = _ASKS_WHICH.match(question)
    if asks is None:
        return frozenset()
    # A phrase begins with its article, which the pattern takes in: "of the clubs".
    for phrase in phrases(question):
        begin = phrase.words[0][0]
        if begin == asks.end():
            return frozenset(terms(question[begin : phrase.end]))
    return frozenset()

"""What the structure of a document says of an answer, after the fitted scores.

A heading, a clause number, a label, the names of columns and the items of a list say what stands
below them. The fitted scores see the words of sentences only; where the structure accounts for
what is asked, it outweighs them. Each rule either applies or does not; its weight is chosen by hand
and stated with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.answers.asked_heading import PREFERRED, below_asked_heading
from qa.answers.asked_rows import AskedRows, OfTable, asked_rows
from qa.answers.doer import below_doer
from qa.answers.listed import adding_up_lists, lists_below_asked_heading, lists_of
from qa.answers.message_header import asked_header, is_by_named_author
from qa.answers.named_clause import in_named_clause
from qa.answers.named_column import in_named_column
from qa.answers.named_row import in_named_row, rows_of_years
from qa.answers.named_subject import on_named_subject
from qa.answers.originals import originals_first
from qa.answers.rulings import is_ruled_on
from qa.answers.same_question import MORE, SURE, below_same_question
from qa.answers.sender import lines_of_sender
from qa.answers.superlatives import superlatives
from qa.answers.transcript import answers_by_pronouns
from qa.questions.identifiers import is_identifier
from qa.questions.kinds import asks_several, question_kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.answers.identified import Identified
    from qa.index.search import Index

_NEXT = 1e-3
"""Log odds between one row and the next, so that rows stay in their order."""


class Structured(NamedTuple):
    """Scores after the rules, and what they say of the best sentence.

    Attributes:
        scores: float64 ``(sentences,)``.
        sure: the least probability of an answer, and that the first quote is right; 0 where no
            rule is that certain.
        is_found: whether a rule says that the best sentence answers, however unsure it is.
        together: the rows of tables that answer together.
    """

    scores: NDArray[np.float64]
    sure: float
    is_found: bool
    together: AskedRows = AskedRows()


def with_structure(
    index: Index,
    question: str,
    candidates: Candidates,
    scores: NDArray[np.float64],
    named: Identified,
) -> Structured:
    """Apply the rules.

    Args:
        index: that was searched.
        question: in one line.
        candidates: the sentences, one at least.
        scores: the fitted ones, float64 ``(sentences,)``.
        named: which sentences are on the thing that the question identifies.
    """
    several = asks_several(question)
    lists = lists_of(index, candidates.evidence) if several or superlatives(question) else {}
    if several:
        scores = adding_up_lists(lists, scores)
    scores = scores + PREFERRED * below_asked_heading(question, candidates, index.document)
    row = in_named_row(question, candidates, index.document)
    same = row | below_same_question(question, candidates)
    same |= in_named_clause(question, candidates, index.document)
    doer = below_doer(question, candidates, index.document, index.word_vector)
    # A row has few words to be scored by.
    scores = scores + MORE * same + MORE * (row | named.rows)
    if doer.any():
        # A name has no word of the question; a sentence that repeats them all may be on others.
        scores = np.where(doer, np.maximum(scores, scores.max() + 1), scores)
    subject = on_named_subject(question, candidates, index.document)
    scores = scores + PREFERRED * subject
    best = int(np.argmax(scores))
    # A code alone asks for what stands beside it.
    is_code = named.rows.sum() == 1 and named.rows[best] and is_identifier(question)
    sure = SURE if same[best] or is_code else 0.0
    rows = in_named_column(index, question, candidates, lists)
    scores = scores + MORE * rows
    best = int(np.argmax(scores))
    first = candidates.evidence[best]
    text = index.document(first.hit.passage.doc_id).text
    is_ruling = is_ruled_on(question, text[first.span.start : first.span.end])
    if several:
        scores = lists_below_asked_heading(question, candidates, lists, scores)
    together = asked_rows(question, candidates.evidence, index.document)
    if not together.rows:
        of_years = rows_of_years(question, candidates, row, index.document)
        if any(len(rows) > 1 for rows in of_years):
            together = AskedRows(tuple(map(OfTable, of_years)))
    if together.rows:
        # In their order, and before all others; the other rows of a table come last.
        order = np.arange(len(together.rows)) * _NEXT
        scores = scores.copy()
        scores[list(together.others)] -= MORE
        scores[list(together.rows)] = scores.max() + _NEXT * len(order) - order
        rows[list(together.rows)] = True
    # Neither shares the words of the question by which sentences are scored.
    leading = answers_by_pronouns(index, question, candidates)
    header = asked_header(question, candidates, scores, index.document)
    is_sent = any(
        is_by_named_author(question, candidates, int(at), index.document)
        for at in np.flatnonzero(header)
    )
    sender = lines_of_sender(question, candidates, scores, index.document)
    is_sent = is_sent or bool(sender.any())
    leading |= header | sender
    if leading.any():
        scores = np.where(leading, np.maximum(scores, scores.max() + 1), scores)
    scores = originals_first(candidates, scores, index.document)
    best = int(np.argmax(scores))
    # The row of an invoice may say whether it is paid; why it is not is said elsewhere.
    is_row = bool(named.rows[best]) and question_kind(question) not in {"why", "how_to"}
    is_found = bool(rows[best] or subject[best]) or is_row or is_ruling or is_sent
    return Structured(scores, sure, is_found, together)

"""From what a user typed to an answer: several questions in one, follow-ups, misspellings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from qa import followups, quoting
from qa.questions import cleaned, parts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.followups import FollowUp
    from qa.index import Index
    from qa.reader import Reader
    from qa.records import Answer, Quote

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair; also how Python reads a byte that is no UTF-8."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one index in one way, whatever is typed.

    Attributes:
        index: what is asked.
        k: the most quotes to give, at least 1.
        reader: what reads the best passages once more; None for none.
        min_confidence: from which an answer counts as found; None for the fitted threshold.
    """

    index: Index
    k: int
    reader: Reader | None = None
    min_confidence: float | None = None

    def ask(
        self,
        question: str,
        after: Answer | None = None,
        *,
        carried: Sequence[str] | None = None,
        documents: Collection[str] | None = None,
    ) -> Answer:
        """Return the answer to what was typed.

        Args:
            question: as it was typed; may be several questions.
            after: the answer before, which the question may lean on.
            carried: what it leans on, where that was chosen; then ``after`` does not count.
            documents: ``doc_id`` of those to look in (default: all).

        Raises:
            QuestionError: the question is empty, too long or no text, or a document is unknown.
            IndexCorruptError: the stored text of a document has changed.
        """
        line = cleaned(question)
        # The answer repeats the question, and must be one that can be written down.
        question = _HALF.sub("\ufffd", question)
        if carried is not None:
            return self._asked(question, followups.carrying(line, tuple(carried)), documents)
        answers: list[Answer] = []
        for wordings in parts(line):
            before = answers[-1] if answers else after
            read = [self._leaning(wording, before, documents) for wording in wordings]
            answers.append(max(read, key=lambda answer: answer.confidence))
        if len(answers) == 1:
            return replace(answers[0], question=question)
        return _joined(question, answers, self.k)

    def _leaning(
        self, question: str, before: Answer | None, documents: Collection[str] | None
    ) -> Answer:
        follow_up = _resolved(question, before) if before else None
        alone = followups.carrying(question, ())
        if follow_up is None:
            return self._asked(question, alone, documents)
        leaning = self._asked(question, follow_up, documents)
        if leaning.found:
            return leaning
        answer = self._asked(question, alone, documents)
        return answer if answer.found else leaning

    def _asked(
        self, question: str, follow_up: FollowUp, documents: Collection[str] | None
    ) -> Answer:
        answer = quoting.answer(
            self.index,
            self.index.corrected(follow_up.text),
            self.k,
            reader=self.reader,
            min_confidence=self.min_confidence,
            documents=documents,
        )
        return replace(answer, question=question, carried=follow_up.carried)


def _resolved(question: str, before: Answer) -> FollowUp | None:
    last = before.parts[-1] if before.parts else before
    quoted = last.quotes[0].text if last.quotes else ""
    return followups.resolve(question, last.searched or last.question, quoted)


def _joined(question: str, answers: Sequence[Answer], k: int) -> Answer:
    """Return the answers to several questions as one: their quotes in turn, none twice.

    ``k`` counts the quotes of all parts together, so that what is shown of the parts is what the
    answer holds.
    """
    in_turn = [
        quote
        for quote in chain.from_iterable(zip_longest(*(answer.quotes for answer in answers)))
        if quote is not None
    ]
    by_span = dict(islice({_span(quote): quote for quote in in_turn}.items(), k))
    parts = tuple(
        replace(answer, quotes=tuple(quote for quote in answer.quotes if _span(quote) in by_span))
        for answer in answers
    )
    found = any(answer.found for answer in answers)
    return replace(
        max(answers, key=lambda answer: answer.confidence),
        question=question,
        quotes=tuple(by_span.values()),
        found=found,
        nearest=() if found else answers[0].nearest,
        searched=" ".join(answer.searched for answer in answers),
        carried=(),
        parts=parts,
    )


def _span(quote: Quote) -> tuple[str, int, int]:
    citation = quote.citation
    return citation.doc_id, citation.start, citation.end

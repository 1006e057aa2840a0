"""The outcome of each question of a set.

A question has one of three origins. **Here**: the documents answer it. **Near**: they do not, but
it was made from one of them. **Far**: it comes from elsewhere. Where the corpus has other
documents, every question from here is also asked without the documents that answer it, and is then
far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answers.quoting import to_answer
from qa.answers.ranking import found_from, rank
from qa.evaluation.overlap import Overlap, WordNumbers, overlap
from qa.records import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.answers.reader import Reader
    from qa.answers.scoring import ScoringModel
    from qa.evaluation.question_sets import LabelledQuestion
    from qa.index.search import Index
    from qa.progress import Progress
    from qa.records import Answer, Quote

_K = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one question.

    Attributes:
        origin: ``here``, ``near`` or ``far``.
        cluster: the document it is about; the bootstrap draws these.
        passage_rank: 1-based, of the first passage with an answer; 0 if no passage has one.
        sentence_rank: likewise, of the first sentence; None where the gold is a section, whose
            sentences need not answer.
        confidence: that the documents answer.
        found: whether it counted as found.
        score: of the first sentence.
        quotes: how many were shown.
        exact: how many of them match the document to the character.
        label: ``likely``, ``uncertain`` or ``not_found``: what the answer is called.
        first_right: whether the first quote shown answers, also where it is the nearest only; None
            where ``sentence_rank`` is.
        overlap: all that is quoted, compared with the gold; None where ``sentence_rank`` is and
            for questions from elsewhere than here.
        kind: of question, None where the set does not say.
        unanswerable: as in :class:`qa.evaluation.question_sets.LabelledQuestion`.
    """

    origin: str
    cluster: str
    passage_rank: int
    sentence_rank: int | None
    confidence: float
    found: bool
    score: float
    quotes: int
    exact: int
    label: str
    first_right: bool | None
    overlap: Overlap | None
    kind: str | None = None
    unanswerable: str | None = None


def ask_all(
    index: Index,
    questions: Sequence[LabelledQuestion],
    reader: Reader | None,
    progress: Progress,
    fitted: ScoringModel | None = None,
) -> list[Outcome]:
    """Ask every question, those from here also without the documents that answer them.

    Args:
        index: to search.
        questions: of one set.
        reader: reads the best passages once more; None for none.
        progress: called after each question.
        fitted: coefficients (default: the shipped ones).
    """
    words = WordNumbers(lambda doc_id: index.document(doc_id).text)
    asking = _Asking(index, reader, fitted, words)
    outcomes: list[Outcome] = []
    every = frozenset(index.generation.manifest.documents)
    for done, question in enumerate(questions, start=1):
        scope = None if question.scope is None else [question.scope]
        outcomes.append(asking.ask(question, question.origin, scope))
        others = every - {gold.doc_id for gold in question.gold}
        if question.gold and others and scope is None:
            outcomes.append(asking.ask(question, "far", others))
        progress("Asking", done, len(questions))
    return outcomes


@dataclass(frozen=True, slots=True)
class _Asking:
    """What all questions of a set share: index, reader, coefficients and the documents' words."""

    index: Index
    reader: Reader | None
    fitted: ScoringModel | None
    words: WordNumbers

    @property
    def found_from(self) -> float:
        if self.fitted:
            return self.fitted.found_from
        return found_from(self.index, self.reader)

    def ask(
        self, question: LabelledQuestion, origin: str, documents: Collection[str] | None
    ) -> Outcome:
        """Return the outcome of a question to some documents, None for all."""
        query = self.index.query(question.question)
        ranking = rank(self.index, query, self.reader, documents, self.fitted)
        answer = to_answer(self.index, query.text, ranking, _K, self.found_from)
        passages = [hit.passage for hit in ranking.hits()]
        sentences = [(item.hit.passage.doc_id, item.span) for item in ranking.evidence]
        about = question.gold[0].doc_id if question.gold else question.source
        return Outcome(
            origin=origin,
            cluster=about or question.question,
            passage_rank=_rank(question, [(p.doc_id, Span(p.start, p.end)) for p in passages]),
            sentence_rank=None if question.section else _rank(question, sentences),
            confidence=ranking.confidence,
            found=answer.found,
            score=float(ranking.scores[0]) if ranking.evidence else 0.0,
            quotes=len(answer.quotes + answer.nearest),
            exact=_exact_quotes(self.index, answer),
            label="not_found" if not answer.found else "likely" if answer.likely else "uncertain",
            first_right=None if question.section else _first_right(question, answer),
            overlap=self._overlap(question, answer) if origin == "here" else None,
            kind=question.kind,
            unanswerable=question.unanswerable,
        )

    def _overlap(self, question: LabelledQuestion, answer: Answer) -> Overlap | None:
        if question.section:
            return None
        quoted = [self.words.within(*_place(quote)) for quote in answer.quotes]
        gold = [self.words.within(gold.doc_id, gold.span) for gold in question.gold]
        return overlap(set().union(*quoted), gold)


def _rank(question: LabelledQuestion, spans: Sequence[tuple[str, Span]]) -> int:
    """Return the 1-based rank of the first span that answers, 0 where none does."""
    for position, (doc_id, span) in enumerate(spans, start=1):
        if any(gold.overlaps(doc_id, span) for gold in question.gold):
            return position
    return 0


def _first_right(question: LabelledQuestion, answer: Answer) -> bool:
    return _rank(question, [_place(q) for q in (answer.quotes + answer.nearest)[:1]]) == 1


def _place(quote: Quote) -> tuple[str, Span]:
    return quote.citation.doc_id, Span(quote.citation.start, quote.citation.end)


def _exact_quotes(index: Index, answer: Answer) -> int:
    quotes = answer.quotes + answer.nearest
    return sum(
        index.document(q.citation.doc_id).text[q.citation.start : q.citation.end] == q.text
        for q in quotes
    )

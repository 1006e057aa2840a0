"""The outcome of each question of a set.

There are three kinds of question. **Here**: the documents answer it. **Near**: they do not, but it
was made from one of them. **Far**: it comes from elsewhere. Where the corpus has other documents,
every question from here is also asked without the documents that answer it, and is then far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answers.quoting import to_answer
from qa.answers.ranking import found_from, rank
from qa.records import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.answers.reader import Reader
    from qa.answers.scoring import ScoringModel
    from qa.evaluation.question_sets import LabelledQuestion
    from qa.index.search import Index
    from qa.progress import Progress
    from qa.records import Answer

_K = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one question.

    Attributes:
        kind: ``here``, ``near`` or ``far``.
        cluster: the document it is about; the bootstrap draws these.
        passage_rank: 1-based, of the first passage with an answer; 0 where there is none.
        sentence_rank: likewise, of the first sentence; None where the gold is a section, whose
            sentences need not answer.
        confidence: that the documents answer.
        found: whether it counted as found.
        score: of the first sentence.
        quotes: how many were shown.
        exact: how many of them match the document to the character.
    """

    kind: str
    cluster: str
    passage_rank: int
    sentence_rank: int | None
    confidence: float
    found: bool
    score: float
    quotes: int
    exact: int


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
    asking = _Asking(index, reader, fitted)
    outcomes: list[Outcome] = []
    every = frozenset(index.generation.manifest.documents)
    for done, question in enumerate(questions, start=1):
        scope = None if question.scope is None else [question.scope]
        near = question.source is not None or question.scope is not None
        kind = "here" if question.gold else "near" if near else "far"
        outcomes.append(asking.ask(question, kind, scope))
        others = every - {gold.doc_id for gold in question.gold}
        if question.gold and others and scope is None:
            outcomes.append(asking.ask(question, "far", others))
        progress("Asking", done, len(questions))
    return outcomes


@dataclass(frozen=True, slots=True)
class _Asking:
    """What all questions of a set share: index, reader and coefficients."""

    index: Index
    reader: Reader | None
    fitted: ScoringModel | None

    @property
    def found_from(self) -> float:
        if self.fitted:
            return self.fitted.found_from
        return found_from(self.index, self.reader)

    def ask(
        self, question: LabelledQuestion, kind: str, documents: Collection[str] | None
    ) -> Outcome:
        """Return the outcome of a question to some documents, None for all."""
        query = self.index.query(question.question)
        ranking = rank(self.index, query, self.reader, documents, self.fitted)
        answer = to_answer(self.index, query.text, ranking, _K, self.found_from)
        passages = [hit.passage for hit in ranking.hits()]
        sentences = [(item.hit.passage.doc_id, item.span) for item in ranking.evidence]
        about = question.gold[0].doc_id if question.gold else question.source
        return Outcome(
            kind=kind,
            cluster=about or question.question,
            passage_rank=_rank(question, [(p.doc_id, Span(p.start, p.end)) for p in passages]),
            sentence_rank=None if question.section else _rank(question, sentences),
            confidence=ranking.confidence,
            found=answer.found,
            score=float(ranking.scores[0]),
            quotes=len(answer.quotes + answer.nearest),
            exact=_exact_quotes(self.index, answer),
        )


def _rank(question: LabelledQuestion, spans: Sequence[tuple[str, Span]]) -> int:
    """Return the 1-based rank of the first span that answers, 0 where none does."""
    for position, (doc_id, span) in enumerate(spans, start=1):
        if any(gold.overlaps(doc_id, span) for gold in question.gold):
            return position
    return 0


def _exact_quotes(index: Index, answer: Answer) -> int:
    quotes = answer.quotes + answer.nearest
    return sum(
        index.document(q.citation.doc_id).text[q.citation.start : q.citation.end] == q.text
        for q in quotes
    )

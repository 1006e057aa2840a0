"""How good the answers are, measured on questions with known answers.

Three kinds of question are asked. **Here**: the documents answer it. **Near**: they do not,
but it was made from one of them. **Far**: it comes from elsewhere; where the corpus has other
documents, every question from here is also asked without the documents that answer it, and is
then far.

Intervals hold 95 % of 1,000 bootstrap samples (Efron and Tibshirani 1993) drawn by document,
since questions about one document share its luck; by question, where there are fewer than five
documents to draw from.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.quoting import to_answer
from qa.answers.ranking import found_from, rank
from qa.errors import QAError
from qa.index.calibration import Calibration, log_odds
from qa.records import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from qa.answers.reader import Reader
    from qa.answers.scoring import ScoringModel
    from qa.evaluation.question_sets import LabelledQuestion
    from qa.index.search import Index
    from qa.progress import Progress
    from qa.records import Answer

    Array = NDArray[np.float64]

BINS = 10
COVERAGE = 0.8
FAR_ANSWERED = 0.05
"""Share of far questions that may be answered: the operating point."""

_SAMPLES = 1000
_SEED = 7
_K = 5
_FOLDS = 5
_LEAST_TO_DRAW = 5  # documents
_LEAST_TO_CALIBRATE = 20  # questions of either kind


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question.

    Attributes:
        kind: ``here``, ``near`` or ``far``.
        cluster: the document it is about; drawn together in the bootstrap.
        passage_rank: 1-based, of the first passage that holds an answer; 0 where none does.
        sentence_rank: likewise, of the first sentence; None where the gold is a section.
        confidence: that the documents answer.
        found: whether it counted as found.
        score: of the first sentence.
        quotes: that were shown.
        exact: how many of them are to the character what stands in the document.
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


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and the interval it lies in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured on one set.

    Attributes:
        name: of the set.
        questions: kind → how many were asked.
        found_from: confidence from which an answer counts as found.
        measures: name → figure; a figure that cannot be measured on this set is left out.
        reliability: confidence, share of questions from here, and number of questions from
            here and far, of each bin that holds any.
        risk_coverage: share of the questions from here that are answered, the surest first,
            and share of these whose first quote is wrong.
    """

    name: str
    questions: dict[str, int]
    found_from: float
    measures: dict[str, Measure]
    reliability: list[tuple[float, float, int]]
    risk_coverage: list[tuple[float, float]]


def ask_all(
    index: Index,
    questions: Sequence[LabelledQuestion],
    reader: Reader | None,
    progress: Progress,
    fitted: ScoringModel | None = None,
) -> list[Outcome]:
    """Ask every question, those from here also without the documents that answer them.

    Args:
        index: what is asked.
        questions: of one set.
        reader: None for none.
        progress: told how far it is.
        fitted: coefficients other than the shipped ones.
    """
    asking = _Asking(index, reader, fitted)
    outcomes: list[Outcome] = []
    every = frozenset(index.generation.manifest.documents)
    for done, question in enumerate(questions, start=1):
        scope = None if question.scope is None else [question.scope]
        near = question.source is not None or question.scope is not None
        kind = "here" if question.gold else "near" if near else "far"
        outcomes.append(_outcome(asking, question, kind, scope))
        others = every - {gold.doc_id for gold in question.gold}
        if question.gold and others and scope is None:
            outcomes.append(_outcome(asking, question, "far", others))
        progress("Asking", done, len(questions))
    return outcomes


def evaluate(name: str, outcomes: Sequence[Outcome], found_from: float) -> Evaluation:
    """Measure what came of the questions of one set."""
    kinds = ("here", "near", "far")
    return Evaluation(
        name=name,
        questions={kind: sum(o.kind == kind for o in outcomes) for kind in kinds},
        found_from=found_from,
        measures=_measures(outcomes),
        reliability=_reliability(outcomes),
        risk_coverage=_risk_coverage([o for o in outcomes if o.kind == "here"]),
    )


def calibrate(outcomes: Sequence[Outcome], evidence_model: str) -> tuple[Calibration, Array]:
    """Fit the confidence to one corpus: a line through its log odds, and a threshold.

    Near questions count too. Questions that the documents answer and the others have the
    same weight.

    Args:
        outcomes: from an index without a calibration.
        evidence_model: that answered.

    Returns:
        The calibration, and the confidence of every outcome by a calibration fitted to the
        other clusters, float64 ``(outcomes,)``.

    Raises:
        QAError: there are too few questions.
    """
    here = np.array([o.kind == "here" for o in outcomes])
    for number, what in ((here.sum(), "that they answer"), ((~here).sum(), "that they do not")):
        if number < _LEAST_TO_CALIBRATE:
            msg = (
                f"A calibration needs at least {_LEAST_TO_CALIBRATE} questions to the documents "
                f"{what}; there are {number}. Add some."
            )
            raise QAError(msg)
    x = np.array([log_odds(o.confidence) for o in outcomes])
    names = sorted({o.cluster for o in outcomes})
    fold = np.array([names.index(o.cluster) % _FOLDS for o in outcomes])
    crossed = np.empty(len(x))
    for held in range(_FOLDS):
        kept = fold != held
        whole = here[kept].any() and not here[kept].all()
        slope, bias = _line(x[kept], here[kept]) if whole else _line(x, here)
        crossed[~kept] = _logistic(slope * x[~kept] + bias)
    slope, bias = _line(x, here)
    far = np.array([o.kind == "far" for o in outcomes])
    others = far if far.sum() >= _LEAST_TO_CALIBRATE else ~here
    found_from = float(np.quantile(crossed[others], 1 - FAR_ANSWERED))
    return Calibration(
        evidence_model, round(slope, 4), round(bias, 4), round(found_from, 4)
    ), crossed


def calibration_error_balanced(outcomes: Sequence[Outcome], confidences: Sequence[float]) -> float:
    """Return the calibration error where questions from here and the others weigh the same."""
    here = np.array([o.kind == "here" for o in outcomes])
    weights = np.where(here, 0.5 / max(1, here.sum()), 0.5 / max(1, (~here).sum()))
    return calibration_error(np.array(confidences), here * 1.0, weights)


def calibration_error(confidences: Array, labels: Array, weights: Array) -> float:
    """Return the expected calibration error over ten bins of equal width (Guo et al. 2017)."""
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, weights * (confidences - labels), BINS)
    return float(np.abs(gaps).sum() / weights.sum())


@dataclass(frozen=True, slots=True)
class _Asking:
    """How all questions of a set are asked."""

    index: Index
    reader: Reader | None
    fitted: ScoringModel | None

    @property
    def found_from(self) -> float:
        if self.fitted:
            return self.fitted.found_from
        return found_from(self.index, self.reader)


def _outcome(
    asking: _Asking,
    question: LabelledQuestion,
    kind: str,
    documents: Collection[str] | None,
) -> Outcome:
    index = asking.index
    query = index.query(question.question)
    ranked = rank(index, query, asking.reader, documents, asking.fitted)
    answer = to_answer(index, query.text, ranked, _K, asking.found_from)
    passages = [(hit.passage.doc_id, hit.passage) for hit in ranked.hits()]
    sentences = [(item.hit.passage.doc_id, item.span) for item in ranked.evidence]
    about = question.gold[0].doc_id if question.gold else question.source
    return Outcome(
        kind=kind,
        cluster=about or question.question,
        passage_rank=_rank(question, [(d, Span(p.start, p.end)) for d, p in passages]),
        sentence_rank=None if question.section else _rank(question, sentences),
        confidence=ranked.confidence,
        found=answer.found,
        score=float(ranked.scores[0]),
        quotes=len(answer.quotes + answer.nearest),
        exact=_exact(index, answer),
    )


def _rank(question: LabelledQuestion, places: Sequence[tuple[str, Span]]) -> int:
    for position, (doc_id, span) in enumerate(places, start=1):
        if any(gold.overlaps(doc_id, span) for gold in question.gold):
            return position
    return 0


def _exact(index: Index, answer: Answer) -> int:
    quotes = answer.quotes + answer.nearest
    return sum(
        index.document(q.citation.doc_id).text[q.citation.start : q.citation.end] == q.text
        for q in quotes
    )


# Measures. Each is a function of the weights that the outcomes have: 1 for what was measured,
# how often its document was drawn for a bootstrap sample.


def _measures(outcomes: Sequence[Outcome]) -> dict[str, Measure]:
    kind = np.array([o.kind for o in outcomes])
    here, near, far = (kind == name for name in ("here", "near", "far"))
    passage = np.array([o.passage_rank for o in outcomes])
    sentence = np.array([o.sentence_rank or 0 for o in outcomes])
    told = here & np.array([o.sentence_rank is not None for o in outcomes])
    confidence = np.array([o.confidence for o in outcomes])
    score = np.array([o.score for o in outcomes])
    quotes = np.array([o.quotes for o in outcomes], float)
    exact = np.array([o.exact for o in outcomes], float)
    right = (sentence == 1).astype(float)
    found = np.array([o.found for o in outcomes], float)
    reciprocal = np.where((passage > 0) & (passage <= 10), 1 / np.maximum(1, passage), 0.0)  # noqa: PLR2004

    def mean(values: Array, among: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], _OfWeights]:
        return among, lambda w: float((w * values)[among].sum() / w[among].sum())

    def ratio(w: Array) -> float:
        return float((w * exact).sum() / (w * quotes).sum())

    def error(others: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], _OfWeights]:
        def measured(w: Array) -> float:
            balanced = np.where(here, w / w[here].sum(), w / w[others].sum())
            among = here | others
            return calibration_error(confidence[among], here[among] * 1.0, balanced[among])

        return others, measured

    def auroc(others: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], _OfWeights]:
        among = here | others
        return others, lambda w: _auroc(confidence[among], here[among], w[among])

    def within(ranks: NDArray[np.intp], k: int) -> Array:
        return ((ranks > 0) & (ranks <= k)).astype(float)

    table: dict[str, tuple[NDArray[np.bool_], _OfWeights]] = {
        "recall_at_1": mean(within(passage, 1), here),
        "recall_at_5": mean(within(passage, 5), here),
        "mrr_at_10": mean(reciprocal, here),
        "sentence_at_1": mean(right, told),
        "sentence_at_3": mean(within(sentence, 3), told),
        "accuracy_at_80_coverage": (told, lambda w: _accuracy(score[told], right[told], w[told])),
        "score_calibration_error": (
            told,
            lambda w: calibration_error(score[told], right[told], w[told]),
        ),
        "quote_exactness": (quotes > 0, ratio),
        "answered_here": mean(found, here),
        "answered_near": mean(found, near),
        "answered_far": mean(found, far),
    }
    if here.any():
        table |= {
            "auroc_near": auroc(near),
            "auroc_far": auroc(far),
            "calibration_error_near": error(near),
            "calibration_error_far": error(far),
        }
    documents = {o.cluster for o in outcomes if o.kind == "here"}
    by_question = len(documents) < _LEAST_TO_DRAW
    drawn = _drawn([str(i) if by_question else o.cluster for i, o in enumerate(outcomes)])
    return {
        name: _with_interval(measured, among, drawn)
        for name, (among, measured) in table.items()
        if among.any()
    }


if TYPE_CHECKING:
    _OfWeights = Callable[[Array], float]


def _with_interval(measured: _OfWeights, among: NDArray[np.bool_], drawn: Array) -> Measure:
    value = measured(np.ones(len(among)))
    with np.errstate(invalid="ignore", divide="ignore"):
        sampled = [measured(weights) for weights in drawn]
    low, high = np.nanpercentile(sampled, [2.5, 97.5])
    return Measure(round(value, 4), round(float(low), 4), round(float(high), 4))


def _drawn(clusters: Sequence[str]) -> Array:
    """Return how often each outcome counts in each sample, float64 ``(samples, outcomes)``."""
    names, of = np.unique(clusters, return_inverse=True)
    random = np.random.default_rng(_SEED)
    times = random.multinomial(len(names), np.full(len(names), 1 / len(names)), _SAMPLES)
    weights: Array = times[:, of].astype(np.float64)
    return weights


def _auroc(scores: Array, labels: NDArray[np.bool_], weights: Array) -> float:
    from sklearn.metrics import roc_auc_score  # noqa: PLC0415 - a second, and only to measure

    kept = weights > 0
    if not labels[kept].any() or labels[kept].all():
        return float("nan")
    return float(roc_auc_score(labels[kept], scores[kept], sample_weight=weights[kept]))


def _accuracy(scores: Array, right: Array, weights: Array) -> float:
    """Return the share that is right among the surest 80 %."""
    order = np.argsort(-scores, kind="stable")
    covered = np.cumsum(weights[order])
    counted = np.clip(COVERAGE * covered[-1] - (covered - weights[order]), 0, weights[order])
    return float((counted * right[order]).sum() / counted.sum())


def _reliability(outcomes: Sequence[Outcome]) -> list[tuple[float, float, int]]:
    bins: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.kind != "near":
            bins[min(int(outcome.confidence * BINS), BINS - 1)].append(outcome)
    return [
        (
            round(float(np.mean([o.confidence for o in group])), 4),
            round(float(np.mean([o.kind == "here" for o in group])), 4),
            len(group),
        )
        for _, group in sorted(bins.items())
    ]


def _risk_coverage(here: Sequence[Outcome]) -> list[tuple[float, float]]:
    told = sorted((o for o in here if o.sentence_rank is not None), key=lambda o: -o.score)
    wrong = np.cumsum([o.sentence_rank != 1 for o in told])
    return [
        (round((i + 1) / len(told), 4), round(float(wrong[i] / (i + 1)), 4))
        for i in range(len(told))
    ]


def _line(x: Array, labels: NDArray[np.bool_]) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    fitted = LogisticRegression(C=1.0, class_weight="balanced").fit(x[:, None], labels)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _logistic(x: Array) -> Array:
    values: Array = 1 / (1 + np.exp(-x))
    return values

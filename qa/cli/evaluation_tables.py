"""What ``qa eval`` prints of a question set: figures, labels and kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa.evaluation.badges import Badge
    from qa.evaluation.metrics import Evaluation

_NAMES = {
    "recall_at_1": "answering passage first",
    "recall_at_5": "answering passage in the first 5",
    "mrr_at_10": "mean reciprocal rank, first 10",
    "sentence_at_1": "answering sentence first",
    "sentence_at_3": "answering sentence in the first 3",
    "accuracy_at_80_coverage": "likewise, the surest 80 %",
    "first_right": "first quote right",
    "answered_first_right": "answered, and first quote right",
    "silent": "not found, of here",
    "likely_right": "right, of those called likely",
    "likely_right_of_here": "likewise, of here only",
    "word_precision": "precision of the words quoted",
    "word_recall": "recall of the words that answer",
    "word_f1": "F1 of the words, where answered",
    "word_f1_with_silent": "likewise, 0 where not found",
    "word_f1_of_all_gold": "likewise, against all gold together",
    "quote_exactness": "quotes exact to the character",
    "auroc_far": "AUROC, here against far",
    "auroc_near": "AUROC, here against near",
    "auroc_near_mentioned": "likewise, what documents mention",
    "auroc_near_plausible": "likewise, what they might say",
    "answered_here": "answered, of here",
    "answered_near": "answered, of near",
    "answered_far": "answered, of far",
    "calibration_error_far": "calibration error, here and far",
    "calibration_error_near": "calibration error, here and near",
    "score_calibration_error": "calibration error of the first quote",
}
"""Measure → its name in the table; the order is that of the table."""

_OF_KINDS = {
    "first_right": "first",
    "answered_first_right": "answered",
    "silent": "silent",
    "likely_right": "likely",
    "word_precision": "precision",
    "word_recall": "recall",
    "word_f1": "F1",
    "auroc_near": "AUROC near",
    "auroc_far": "far",
}
"""Measure → its name in the head of the table of kinds, which fits into 100 columns."""

_KINDS_SAY = (
    "by kind: first quote right, and answered too; not found; right of likely; words; AUROC"
)


def tables(evaluation: Evaluation) -> str:
    """Return all that is printed of one set.

    Args:
        evaluation: of the set.
    """
    questions = ", ".join(f"{n:,} {origin}" for origin, n in evaluation.questions.items() if n)
    lines = [
        f"{evaluation.name}: {questions}; threshold {evaluation.found_from:.2f}",
        f"  {'':36}        95 % of samples",
    ]
    for name, words in _NAMES.items():
        if name in evaluation.measures:
            measure = evaluation.measures[name]
            interval = f"{measure.low:.3f} to {measure.high:.3f}"
            lines.append(f"  {words:36} {measure.value:.3f}  {interval}")
    lines += ["", *_badges(evaluation.badges)]
    if evaluation.kinds:
        lines += ["", *_kinds(evaluation)]
    return "\n".join(lines)


def _badges(badges: Mapping[str, Badge]) -> Iterable[str]:
    head = ["called", "here", "first right", "near", "far", "true, of here and near"]
    rows = [
        [
            label.replace("_", " "),
            *(f"{n:,}" for n in (badge.here, badge.first_right, badge.near, badge.far)),
            _figure(badge.true),
        ]
        for label, badge in badges.items()
    ]
    return _aligned([head, *rows])


def _kinds(evaluation: Evaluation) -> Iterable[str]:
    head = ["kind", "here", "near", *_OF_KINDS.values()]
    every = {name: measure.value for name, measure in evaluation.measures.items()}
    rows = [
        [kind, *_counts(of.questions), *(_figure(of.measures.get(name)) for name in _OF_KINDS)]
        for kind, of in evaluation.kinds.items()
    ]
    last = ["", *_counts(evaluation.questions), *(_figure(every.get(name)) for name in _OF_KINDS)]
    return [f"  {_KINDS_SAY}", *_aligned([head, *rows, last])]


def _counts(questions: Mapping[str, int]) -> list[str]:
    return [f"{questions[origin]:,}" for origin in ("here", "near")]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Yield the rows as lines: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join(["  " + first.ljust(widths[0]), *cells]).rstrip()

"""The tables of ``tests/benchmarks/quality.py``, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa.evaluation.metrics import Evaluation

COLUMNS = {
    "recall_at_1": "R@1",
    "recall_at_5": "R@5",
    "sentence_at_1": "sentence @1",
    "sentence_at_3": "@3",
    "first_right": "first quote right",
    "answered_first_right": "and answered",
    "silent": "silent",
    "likely_right": "likely right",
    "likely_right_of_here": "of here only",
    "word_precision": "words: precision",
    "word_recall": "recall",
    "word_f1": "F1",
    "word_f1_with_silent": "silent as 0",
    "word_f1_of_all_gold": "all gold",
    "quote_exactness": "exact",
    "auroc_far": "AUROC far",
    "auroc_near": "AUROC near",
    "auroc_near_mentioned": "mentioned",
    "auroc_near_plausible": "plausible",
    "answered_here": "answered here",
    "answered_near": "answered near",
    "answered_far": "answered far",
    "calibration_error_far": "calibration error",
    "accuracy_at_80_coverage": "right at 80 %",
}
OF_KINDS = (
    "first_right",
    "answered_first_right",
    "silent",
    "likely_right",
    "word_precision",
    "word_recall",
    "word_f1",
    "auroc_near",
    "auroc_far",
    "answered_far",
)

Measured = dict[str, list["Evaluation"]]
"""Evidence model → what was measured with it, a set each."""


def tables(measured: Measured) -> str:
    """Return the figures of all sets, their labels, and their kinds of question.

    Args:
        measured: at least one set.
    """
    head = ["set", "evidence model", "here / near / far"]
    return "\n\n".join(
        _table(names, rows)
        for names, rows in (
            ([*head, *COLUMNS.values()], list(_sets(measured))),
            (
                ["set", "evidence model", "called", "here", "first right", "near", "far", "true"],
                list(_badges(measured)),
            ),
            (
                [*head, "kind", "likely", *(COLUMNS[name] for name in OF_KINDS)],
                list(_kinds(measured)),
            ),
        )
        if rows
    )


def _sets(measured: Measured) -> Iterator[list[str]]:
    for evidence_model, item in _each(measured):
        values = {name: measure.value for name, measure in item.measures.items()}
        counts = _counts(item.questions)
        yield [item.name, evidence_model, counts, *(_figure(values.get(name)) for name in COLUMNS)]


def _badges(measured: Measured) -> Iterator[list[str]]:
    for evidence_model, item in _each(measured):
        for label, badge in item.badges.items():
            numbers = (badge.here, badge.first_right, badge.near, badge.far)
            name = label.replace("_", " ")
            yield [item.name, evidence_model, name, *map(str, numbers), _figure(badge.true)]


def _kinds(measured: Measured) -> Iterator[list[str]]:
    for evidence_model, item in _each(measured):
        for kind, of in item.kinds.items():
            figures = (_figure(of.measures.get(name)) for name in OF_KINDS)
            counts = _counts(of.questions)
            yield [item.name, evidence_model, counts, kind, str(of.likely), *figures]


def _each(measured: Measured) -> Iterator[tuple[str, Evaluation]]:
    for evidence_model, evaluations in measured.items():
        for evaluation in evaluations:
            yield evidence_model, evaluation


def _counts(questions: Mapping[str, int]) -> str:
    return " / ".join(f"{number:,}" for number in questions.values())


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

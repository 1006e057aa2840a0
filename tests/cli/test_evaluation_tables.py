"""What ``qa eval`` prints can be read in columns."""

from __future__ import annotations

from qa.cli.evaluation_tables import tables
from qa.evaluation.metrics import evaluate
from tests.support.outcomes import outcome

ASKED = [
    outcome("here", 0.9, kind="why"),
    outcome("here", 0.1, kind="list"),
    outcome("here", 0.9, kind="list", first_right=False),
    outcome("near", 0.8, kind="list"),
    outcome("far", 0.2, kind="list"),
]


def shown(asked: list[object]) -> list[list[str]]:
    """Return the tables that are printed, each as its lines."""
    printed = tables(evaluate("mine", asked, 0.5))  # type: ignore[arg-type]
    return [table.split("\n") for table in printed.split("\n\n")]


def test_figures_come_with_their_intervals() -> None:
    """In words, after what was asked and from when an answer counts as found."""
    figures, *_ = shown([*ASKED])
    assert figures[0] == "mine: 3 here, 1 near, 1 far; threshold 0.50"
    first = next(line for line in figures if line.startswith("  first quote right "))
    assert first.split()[3] == "0.667"


def test_labels_have_a_table_of_their_own() -> None:
    """Of three answers called likely one is right: of the others, one is to a near question."""
    _, labels, _ = shown([*ASKED])
    assert labels[0].split("  ")[1] == "called"
    assert [line.split() for line in labels[1:]] == [
        ["likely", "2", "1", "1", "0", "0.333"],
        ["uncertain", "0", "0", "0", "0", "–"],
        ["not", "found", "1", "1", "0", "1", "0.000"],
    ]


def test_kinds_are_lines_and_the_last_line_is_the_whole_set() -> None:
    """All columns begin and end at the same place."""
    *_, (_, *kinds) = shown([*ASKED])
    assert [line.split()[0] for line in kinds] == ["kind", "list", "why", "3"]
    assert len({len(line) for line in kinds}) == 1
    assert kinds[1].split()[1:6] == ["2", "1", "0.500", "0.000", "0.500"]
    assert kinds[3].split()[:3] == ["3", "1", "0.667"]


def test_without_kinds_there_is_no_such_table() -> None:
    """A set need not say what kind its questions are."""
    assert len(shown([outcome("here", 0.9)])) == 2

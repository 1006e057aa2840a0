"""Two parts of the plot of an evaluation: how true labels are, and how kinds of question differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.evaluation.badges import Badge
    from qa.evaluation.metrics import Evaluation

# Light, so that they are not mistaken for the colours of sets, and of different lightness.
_TRUE, _WRONG_QUOTE, _WRONG_LABEL = "#8fb8a0", "#e8c48a", "#b98a8a"
_INK, _MUTED, _GRID = "#22262a", "#6b6f73", "#e6e1d6"
_MOST_KINDS = 12  # of a set; the rarest are left out, or the plot would be taller than a page


def draw_badges(figure: Any, evaluations: Sequence[Evaluation]) -> None:
    """Draw a bar for each label of each set: of how many answers it is true.

    Args:
        figure: to draw on.
        evaluations: of the sets.
    """
    axes = figure.subplots()
    names: list[str] = []
    for evaluation in evaluations:
        for label, badge in evaluation.badges.items():
            _draw_badge(axes, len(names), label, badge)
            names.append(f"{evaluation.name}: {label.replace('_', ' ')}")
    for colour, words in (
        (_TRUE, "true"),
        (_WRONG_QUOTE, "wrong quote first"),
        (_WRONG_LABEL, "wrong on whether documents answer"),
    ):
        axes.barh(0, 0, color=colour, label=words)
    axes.set_title("Labels: is what an answer is called true?", loc="left", fontweight="bold")
    axes.set_xlabel("share of the answers to questions from here and near")
    _frame(axes, names)
    figure.legend(frameon=False, loc="outside lower center", ncols=3, fontsize=9)


def _draw_badge(axes: Any, row: int, label: str, badge: Badge) -> None:
    number = badge.here + badge.near
    if label == "not_found":
        shares = (badge.near, 0, badge.here)
    else:
        shares = (badge.first_right, badge.here - badge.first_right, badge.near)
    start = 0.0
    for share, colour in zip(shares, (_TRUE, _WRONG_QUOTE, _WRONG_LABEL), strict=True):
        axes.barh(row, share / max(1, number), left=start, color=colour, height=0.7)
        start += share / max(1, number)
    counted = f"{shares[0]:,} of {number:,}" if number else "none"
    axes.annotate(counted, (0.01, row), color=_INK, fontsize=9, va="center")


def count_kinds(evaluations: Sequence[Evaluation]) -> int:
    """Return how many lines :func:`draw_kinds` draws.

    Args:
        evaluations: of the sets.
    """
    return len(_kinds(evaluations))


def draw_kinds(figure: Any, evaluations: Sequence[Evaluation], colours: Sequence[str]) -> None:
    """Draw a line for each kind of each set, from what is also answered to what is ranked first.

    Args:
        figure: to draw on.
        evaluations: of the sets.
        colours: of the sets.
    """
    axes = figure.subplots()
    lines = _kinds(evaluations)
    names: list[str] = []
    for place, kind in lines:
        of = evaluations[place].kinds[kind]
        first, answered = (of.measures[name] for name in ("first_right", "answered_first_right"))
        row, colour = len(names), colours[place]
        axes.plot([answered, first], [row, row], color=colour, linewidth=2, alpha=0.5)
        axes.plot([first], [row], "o", color=colour, markersize=6, fillstyle="none")
        axes.plot([answered], [row], "o", color=colour, markersize=6)
        names.append(f"{evaluations[place].name}: {kind} ({of.questions['here']:,})")
    axes.set_title("Kinds: is the first quote right?", loc="left", fontweight="bold")
    axes.set_xlabel("share of answerable questions")
    _frame(axes, names)
    axes.plot([], [], "o", color=_MUTED, label="answered, and the first quote right")
    axes.plot([], [], "o", color=_MUTED, fillstyle="none", label="first quote right")
    figure.legend(frameon=False, loc="outside lower center", ncols=2, fontsize=9)


def _kinds(evaluations: Sequence[Evaluation]) -> list[tuple[int, str]]:
    """Return place of the set and kind, for each kind with answerable questions."""
    return [
        (place, kind)
        for place, evaluation in enumerate(evaluations)
        for kind in [k for k, of in evaluation.kinds.items() if "first_right" in of.measures][
            :_MOST_KINDS
        ]
    ]


def _frame(axes: Any, names: Sequence[str]) -> None:
    axes.set_xlim(0, 1.02)
    # Between two dollars, matplotlib would set a formula.
    axes.set_yticks(range(len(names)), [name.replace("$", r"\$") for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(color=_GRID, linewidth=0.8, axis="x")
    axes.set_axisbelow(True)

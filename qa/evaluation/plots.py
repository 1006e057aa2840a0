"""The plot of an evaluation: reliability, risk and coverage, labels, and kinds of question."""

from __future__ import annotations

import os
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from qa.errors import QAError
from qa.evaluation.label_plots import count_kinds, draw_badges, draw_kinds
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa.evaluation.metrics import Evaluation

# Colours that people with any kind of colour vision tell apart (Okabe and Ito 2008).
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_FEW = 10  # questions; a share of fewer is noise

_FONTCONFIG = "FONTCONFIG_FILE"

_INK, _MUTED, _GRID = "#22262a", "#6b6f73", "#e6e1d6"


def save_plot(evaluations: Sequence[Evaluation], path: Path) -> None:
    """Draw the reliability, the risk-coverage curve, the labels and the kinds of every set.

    A reliability diagram (Guo et al. 2017) shows whether a confidence is right; a risk-coverage
    curve (El-Yaniv and Wiener 2010) how errors fall when only the surest questions are answered.
    Kinds are drawn where a set has them.

    Args:
        evaluations: at least one.
        path: of the plot; its suffix sets the format, such as ``.png`` or ``.svg``.

    Raises:
        QAError: the format is unknown, or the file cannot be written.
    """
    plt = _pyplot()
    style = {
        "font.size": 10,
        "axes.edgecolor": _MUTED,
        "axes.labelcolor": _INK,
        "text.color": _INK,
        "xtick.color": _MUTED,
        "ytick.color": _MUTED,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "svg.hashsalt": "quoth",  # the same figures give the same file
    }
    with plt.rc_context(style):
        lines = [3 * len(evaluations), count_kinds(evaluations)]
        below = 1.4 + 0.26 * max(lines)
        figure = plt.figure(figsize=(11, 5 + below), layout="constrained")
        # Each half has margins of its own: the names of bars need more room than numbers.
        upper, lower = figure.subfigures(2, 1, height_ratios=[5, below])
        left, right = upper.subplots(1, 2)
        _draw_reliability(left, evaluations)
        _draw_risk(right, evaluations)
        labels, *kinds = lower.subfigures(1, 2 if all(lines) else 1, squeeze=False)[0]
        draw_badges(labels, evaluations)
        for part in kinds:
            draw_kinds(part, evaluations, _colours(len(evaluations)))
        try:
            figure.savefig(path, dpi=160)
        except (OSError, ValueError) as error:
            msg = f"The plot {str(path)!r} cannot be written ({error}). Choose another file."
            raise QAError(msg) from error
        finally:
            plt.close(figure)


def _pyplot() -> Any:
    """Return matplotlib's interface; it writes its list of fonts into our cache only."""
    folder = Settings.current().cache
    if folder:
        os.environ.setdefault("MPLCONFIGDIR", str(folder / "matplotlib"))
    before = os.environ.get(_FONTCONFIG)
    # matplotlib runs fc-list, which would write a cache of its own. With a configuration without
    # folders it writes nothing, and matplotlib searches the folders of fonts itself.
    with NamedTemporaryFile("w", suffix=".conf") as configuration:
        configuration.write("<fontconfig/>")
        configuration.flush()
        os.environ[_FONTCONFIG] = configuration.name
        try:
            import matplotlib as mpl  # noqa: PLC0415 - a second, and only to draw

            mpl.use("Agg")
            from matplotlib import pyplot as plt  # noqa: PLC0415 - as above
        finally:
            if before is None:
                del os.environ[_FONTCONFIG]
            else:
                os.environ[_FONTCONFIG] = before
    return plt


def _draw_reliability(axes: Any, evaluations: Sequence[Evaluation]) -> None:
    axes.plot([0, 1], [0, 1], color=_MUTED, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate("perfect calibration", (0.62, 0.5), color=_MUTED, fontsize=9, va="top")
    for evaluation, colour in zip(evaluations, _colours(len(evaluations)), strict=True):
        if not evaluation.reliability:
            continue
        most = max(number for *_, number in evaluation.reliability)
        error = evaluation.measures.get("calibration_error_far")
        label = f"{evaluation.name}, error {error.value:.3f}" if error else evaluation.name
        # A bin of three questions says nothing, so it is a dot, and the line leaves it out.
        solid = [row for row in evaluation.reliability if row[2] >= _FEW]
        axes.plot([r[0] for r in solid], [r[1] for r in solid], color=colour, label=label)
        x, y, numbers = zip(*evaluation.reliability, strict=True)
        sizes = [8 + 150 * number / most for number in numbers]
        axes.scatter(x, y, s=sizes, color=colour, alpha=0.55, linewidths=0)
    axes.set_title("Reliability: is the confidence right?", loc="left", fontweight="bold")
    axes.set_xlabel("confidence that the documents answer the question")
    axes.set_ylabel("share of questions that the documents answer")
    _frame(axes)
    axes.set_ylim(-0.03, 1.03)
    if any(evaluation.reliability for evaluation in evaluations):
        axes.legend(frameon=False, loc="upper left", fontsize=9)


def _draw_risk(axes: Any, evaluations: Sequence[Evaluation]) -> None:
    drawn = False
    for evaluation, colour in zip(evaluations, _colours(len(evaluations)), strict=True):
        if not evaluation.risk_coverage:
            continue
        drawn = True
        # The first few points are noise: one question more or less moves them by a tenth.
        x, y = zip(*evaluation.risk_coverage[_FEW - 1 :] or [(1.0, 0.0)], strict=True)
        at = evaluation.measures["accuracy_at_80_coverage"].value
        label = f"{evaluation.name}, {100 * (1 - at):.0f} % wrong at 80 %"
        axes.plot(x, y, color=colour, linewidth=1.6, label=label)
        axes.plot([0.8], [1 - at], "o", color=colour, markersize=6)
    axes.set_title("Risk: fewer answers, fewer errors", loc="left", fontweight="bold")
    axes.set_xlabel("coverage: share of answerable questions answered, surest first")
    axes.set_ylabel("risk: share of them whose first quote is wrong")
    _frame(axes)
    axes.set_ylim(0, 1.25 * max(axes.get_ylim()[1], 0.1))
    if drawn:
        axes.legend(frameon=False, loc="upper left", fontsize=9)


def _frame(axes: Any) -> None:
    axes.set_xlim(0, 1.02)
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)


def _colours(number: int) -> list[str]:
    return [_COLOURS[i % len(_COLOURS)] for i in range(number)]

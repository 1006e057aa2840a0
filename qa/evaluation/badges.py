"""How often the word above an answer is true.

"Likely" and "uncertain" are true where the first quote answers, "not found" where the documents do
not. Questions from here and near are counted for that: those that the set asks about its documents.
Those from elsewhere are counted too, but their share says more about the set than about the word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.evaluation.asking import Outcome

LABELS = ("likely", "uncertain", "not_found")


@dataclass(frozen=True, slots=True)
class Badge:
    """The answers with one label.

    Attributes:
        here: how many of them are to questions that the documents answer.
        first_right: of these, how many show a quote first that answers.
        near: how many are to questions from near.
        far: how many are to questions from elsewhere.
        true: share of those from here and near of which the label is true; None where there are
            none.
    """

    here: int
    first_right: int
    near: int
    far: int
    true: float | None


def badge_table(outcomes: Sequence[Outcome]) -> dict[str, Badge]:
    """Return label → the answers with it. Questions whose gold is a section are left out.

    Args:
        outcomes: of all questions.
    """
    known = [o for o in outcomes if o.first_right is not None]
    return {label: _badge([o for o in known if o.label == label]) for label in LABELS}


def is_true(outcome: Outcome) -> bool:
    """Return whether the label of an answer is true.

    Args:
        outcome: of a question whose gold is no section.
    """
    if outcome.label == "not_found":
        return outcome.origin != "here"
    return bool(outcome.first_right)


def _badge(answers: Sequence[Outcome]) -> Badge:
    here = [o for o in answers if o.origin == "here"]
    near = [o for o in answers if o.origin == "near"]
    true = sum(is_true(o) for o in here + near)
    return Badge(
        here=len(here),
        first_right=sum(bool(o.first_right) for o in here),
        near=len(near),
        far=len(answers) - len(here) - len(near),
        true=round(true / len(here + near), 4) if here or near else None,
    )

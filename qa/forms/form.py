"""What a form is: questions, each with room for an answer, and the file that has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.forms.certainty import Certainty


ANSWERED = "already answered"
"""Why most questions stay as they are."""


class Existing(NamedTuple):
    """What a form has already as an answer.

    Attributes:
        place: of the cell, such as ``E12``; empty in a Word file.
        text: as it is shown.
    """

    place: str
    text: str


class Entry(NamedTuple):
    """What is written as an answer.

    Attributes:
        text: the quotes and their sources; empty to mark the room only.
        certainty: how sure the answer is, which the style shows.
    """

    text: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a form.

    Attributes:
        question: in one line.
        row: number of its row; of a Word file, which of its questions it is.
        sheet: name of its sheet; empty in a Word file.
        id: that the form gives it; empty where it gives none.
        section: that it is in; empty where the form names none.
        target: the cell of its answer, such as ``E12``; empty in a Word file.
        existing: what its cells of answers have already.
        is_marked: whether its answer has a style of Quoth, so that nobody has accepted it yet.
        left: why nothing can be written there; empty where something can.
    """

    question: str
    row: int
    sheet: str = ""
    id: str = ""
    section: str = ""
    target: str = ""
    existing: tuple[Existing, ...] = ()
    is_marked: bool = False
    left: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user says about a form.

    Attributes:
        sheet: name of the only one to fill; None for all.
        question_column: its name, letters or number; None to find it.
        answer_column: likewise.
        replace: whether answers that the form has are written over.
    """

    sheet: str | None = None
    question_column: str | None = None
    answer_column: str | None = None
    replace: bool = False


class Form(Protocol):
    """A file with questions."""

    @property
    def items(self) -> Sequence[Item]:
        """Its questions, in order."""

    @property
    def notes(self) -> Sequence[str]:
        """For the user: what of the file is not filled, and why."""

    def filled(self, entries: Mapping[int, Entry]) -> bytes:
        """Return the file with answers.

        Args:
            entries: by the index of their item.
        """

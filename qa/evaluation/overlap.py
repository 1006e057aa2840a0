"""How much of what is quoted answers, and how much of the answer is quoted, in words.

A word counts where it stands in a document: the same word elsewhere is another one, and one quoted
twice counts once. A quoted word is right where it lies in a gold span. So over-quoting lowers the
precision, and a list that is cut short lowers the recall.

The gold spans of a question may be parts of one answer or answers of their own, such as a sentence
and the list around it; a set does not say which. So what is quoted is compared with all of them
together and with each alone, and the comparison with the best F1 counts, as SQuAD takes the maximum
over its answers (Rajpurkar et al. 2016, section 6.1).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.text.character_classes import WITHOUT_SPACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qa.records import Span

_WORD = re.compile(rf"[{WITHOUT_SPACES}]|[^\W{WITHOUT_SPACES}]+")

Word = tuple[str, int]
"""A word of a document: its ``doc_id``, and its number among the document's words."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What is quoted compared with the gold, each in [0, 1].

    Attributes:
        precision: share of the quoted words that answer.
        recall: share of the answer's words that are quoted.
        f1: harmonic mean of the two.
        f1_of_all: F1 against all gold spans together, whether or not one would do.
    """

    precision: float = 0.0
    recall: float = 0.0
    f1: float = 0.0
    f1_of_all: float = 0.0


class WordNumbers:
    """Numbers the words of documents, each document once."""

    def __init__(self, text_of: Callable[[str], str]) -> None:
        """Number nothing yet.

        Args:
            text_of: returns the text of the document with a ``doc_id``.
        """
        self._text_of = text_of
        self._edges: dict[str, tuple[list[int], list[int]]] = {}

    def within(self, doc_id: str, span: Span) -> set[Word]:
        """Return the words that a span contains, in full or in part.

        Args:
            doc_id: of the document.
            span: in its text.
        """
        if doc_id not in self._edges:
            matches = list(_WORD.finditer(self._text_of(doc_id)))
            self._edges[doc_id] = [m.start() for m in matches], [m.end() for m in matches]
        starts, ends = self._edges[doc_id]
        numbers = range(bisect_right(ends, span.start), bisect_left(starts, span.end))
        return {(doc_id, number) for number in numbers}


def overlap(quoted: set[Word], gold: Iterable[set[Word]]) -> Overlap | None:
    """Compare what is quoted with the gold.

    Args:
        quoted: words of all quotes; none where nothing was found.
        gold: words of each gold span.

    Returns:
        The comparison, None where no gold span contains a word.
    """
    spans = [words for words in gold if words]
    if not spans:
        return None
    together = _compared(quoted, set().union(*spans))
    best = max([together, *(_compared(quoted, words) for words in spans)], key=lambda of: of[2])
    return Overlap(*best, f1_of_all=together[2])


def _compared(quoted: set[Word], gold: set[Word]) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    right = len(quoted & gold)
    if not right:
        return 0.0, 0.0, 0.0
    return right / len(quoted), right / len(gold), 2 * right / (len(quoted) + len(gold))

"""Whether a text names a thing in another word: "bicycles" where a question says "bikes".

The embedding of a word says how near another is. How near is near differs from word to word and
from model to model, so that it is compared with how near some common words are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from qa.deadlines import check_deadline
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from qa.embedders.protocol import Vectors

NEAR = 4.5
"""Standard deviations above the common words from which a word is near. "Bikes" and "bicycles" are
13 apart from them, "parrot" and "birds" 9, "wrote" and "author" 7, "stroller" and "animals" 3,
"signed" and "agreement" 4."""

_COMMON = tuple(
    """
    time year people way day thing world school group problem hand part place week company
    question government number night point home water room area story fact month book business
    issue side kind head house service power line end law city name team idea body information
    level office health history party result change morning reason moment air
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST_WORDS = 60  # of a text
_MOST_READ = 2_000  # characters of it


def is_near(word: str, text: str, vector: Callable[[str], Vectors]) -> bool:
    """Return whether a text has a word that is near to another.

    Args:
        word: of a question.
        text: words of a document.
        vector: returns that of a word, of unit norm.

    Raises:
        DeadlineError: the deadline of the caller has passed.
    """
    others = significant(text[:_MOST_READ])[:_MOST_WORDS]
    if not others:
        return False
    own = vector(word.casefold())
    common, near = (_cosines(own, some, vector) for some in (_COMMON, others))
    nearest = float(near.max())
    return bool(nearest > common.mean() + NEAR * common.std())


def _cosines(
    own: Vectors, words: Iterable[str], vector: Callable[[str], Vectors]
) -> NDArray[np.float32]:
    cosines: list[float] = []
    for word in words:
        check_deadline()  # a word that is not cached is a call of the model
        cosines.append(float(vector(word) @ own))
    return np.array(cosines, np.float32)


def significant(text: str) -> tuple[str, ...]:
    """Return the different words of a text that are no stop words, case-folded.

    Args:
        text: of a question or a document.
    """
    words = dict.fromkeys(word.casefold() for word in _WORD.findall(text))
    return tuple(word for word in words if terms(word))

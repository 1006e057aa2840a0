"""Half pay and full pay, part-time staff and full-time staff: one thing, in two sorts.

A sentence on the one shares all words but one with a question for the other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qa.answers.scope import words_of
from qa.questions.kinds import question_kind
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

_SORTS = tuple(
    frozenset(words.split())
    for words in (
        "full half part quarter partial", "gross net", "minimum maximum", "paid unpaid",
        "annual yearly monthly weekly daily quarterly", "domestic foreign international",
        "private public", "primary secondary", "left right", "front rear back", "upper lower",
        "inner outer", "internal external", "early late", "day night", "summer winter",
        "single double", "hot cold", "new used", "fixed variable", "temporary permanent",
        "optional mandatory", "incoming outgoing", "first second third fourth fifth",
        "written oral verbal", "residential commercial", "male female", "weekday weekend",
    )
)  # fmt: skip
"""Words of which one is said of a thing where another is not."""


def contrasts(question: str, sentence: str) -> tuple[str, ...]:
    """Return what a sentence says of a thing where the question says the opposite of it.

    Not where it says both, and not of a question that "no" would answer.

    Args:
        question: in one line.
        sentence: words of a document.
    """
    if question_kind(question) == "yes_no":
        return ()
    said, asked = words_of(sentence), words_of(question)
    found = (
        word
        for wanted, one, thing in _of_things(asked)
        if one not in said
        for sort, word, other in _of_things(said)
        if sort is wanted and thing == other and word not in asked
    )
    return tuple(dict.fromkeys(found))


def _of_things(words: list[str]) -> Iterator[tuple[frozenset[str], str, str]]:
    """Yield the words that say of what sort a thing is, with the term of the thing after it."""
    for word, after in pairwise(words):
        for sort in _SORTS:
            thing = terms(after) if word in sort else []
            if thing:
                yield sort, word, thing[0]

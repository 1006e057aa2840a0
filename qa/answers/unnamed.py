"""What a question is about and a quote does not name, in whatever word.

"Are strollers allowed?" shares a word with "Animals are not allowed", and the sentence on animals
says nothing of strollers. Nor does a lease say who signed it where it says who made it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answers.likeness import is_near, significant
from qa.questions.deeds import asked_deed
from qa.questions.kinds import question_kind
from qa.questions.phrases import PREDICATES, phrases
from qa.questions.roles import Roles
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.embedders.protocol import Vectors

_ANYONE = frozenset(
    """
    someone somebody anyone anybody everyone everybody something anything everything whoever
    nobody people person thing things way place
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_OF_PERSONS = frozenset(
    """
    worker workers staff employee employees member members customer customers user users client
    clients student students visitor visitors guest guests resident residents patient patients
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""What stands before one of these says which of them are meant, but for the house itself."""
_OF_THE_HOUSE = frozenset({"company", "firm", "organisation", "organization", "office"})
_MOST_BEFORE = 2  # words
_FOR_ALL = re.compile(
    r"\b(?:only|any(?:one|body|thing)?|every(?:one|body|thing)?|all|nobody|no one|none|nothing)\b",
    re.IGNORECASE,
)


def unnamed(
    question: str, text: str, subject: str, around: str, vector: Callable[[str], Vectors]
) -> tuple[str, ...]:
    """Return the words of a question for what it is about, where a quote does not name that.

    That is the actor or thing of a yes/no question, and what someone did in a question for who.

    Args:
        question: in one line.
        text: words of the quote.
        subject: title and headings above it.
        around: the passage around it.
        vector: returns that of a word, which tells what is near.
    """
    if question_kind(question) == "yes_no" and _FOR_ALL.search(text):
        return ()  # "Only members may enter" is about everyone
    words = _about(question)
    asked = [word for word in significant(words) if word not in _ANYONE | PREDICATES]
    # "Agency workers" are not any workers; "company employees" are those of the document's house.
    person = next((i for i, word in enumerate(asked) if word in _OF_PERSONS), 0)
    if person and _OF_THE_HOUSE.issuperset(asked[:person]):
        asked, person = asked[person:], 0
    if 1 <= person <= _MOST_BEFORE:
        words = words[: words.casefold().index(asked[person]) + len(asked[person])]
        asked = asked[:person]
    if not asked:
        return ()
    read = f"{text}\n{subject}\n{around}"
    known = frozenset((*terms(read), *Roles(question).terms_in(read)))
    if any(known.issuperset(terms(word)) for word in asked):
        return ()
    if any(is_near(word, f"{text}\n{subject}", vector) for word in asked):
        return ()
    return (words,)


def _about(question: str) -> str:
    """Return the words for what a question is about; none where it is not of these two kinds."""
    kind = question_kind(question)
    if kind == "yes_no":
        first = next((one for one in phrases(question) if not one.preposition), None)
        return question[first.words[0][0] : first.end] if first else ""
    return asked_deed(question) if kind == "person" else ""

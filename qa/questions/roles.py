"""Parties that documents call by one word and people by another: lessor and landlord.

A lease says "lessee" where its reader asks about the tenant. Both words count as the same. The
landlord and the tenant share the rest of their words, and are opposites.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIDES = (
    (("landlord", "landlady", "lessor"), ("tenant", "lessee", "renter")),
    (("employer",), ("employee",)),
    (("buyer", "purchaser"), ("seller", "vendor")),
    (("lender", "creditor", "mortgagee"), ("borrower", "debtor", "mortgagor")),
    (("licensor",), ("licensee",)),
    (("franchisor",), ("franchisee",)),
    (("insurer", "insurance company"), ("policyholder", "policy holder")),
    (("plaintiff", "claimant", "complainant"), ("defendant", "respondent")),
    (("guarantor", "surety"), ()),
    (("lawyer", "attorney", "solicitor"), ()),
)
"""The two sides of a relation, each with the words for it, from law and business."""

_SIDE_OF = {
    word: (number, side)
    for number, sides in enumerate(_SIDES)
    for side, words in enumerate(sides)
    for word in words
}
_ROLE = re.compile(
    rf"\b(?P<role>{'|'.join(sorted(_SIDE_OF, key=len, reverse=True))})(?P<plural>s?)\b",
    re.IGNORECASE,
)
_FRONT = 60  # characters of a sentence in which its subject stands
_IS_DONE_TO = re.compile(
    r"\b(?:be|is|are|was|were|been)\b.{0,40}\b\w{2,}(?:ed|en)\b"
    r"|\b(?:gets?|receives?|entitled|from)\b",
    re.IGNORECASE,
)
"""What a tenant gets, or is asked for, is said of the landlord."""


class Roles:
    """The parties that a question names."""

    def __init__(self, question: str) -> None:
        """Read a question.

        Args:
            question: in one line.
        """
        self._question = question
        self._asked = {side: word for word, side in _roles(question)}
        others = {(number, 1 - side) for number, side in self._asked} - self._asked.keys()
        self._others = set() if _IS_DONE_TO.search(question) else others

    def __bool__(self) -> bool:
        """Return whether the question names a party."""
        return bool(self._asked)

    @property
    def also(self) -> tuple[str, ...]:
        """Terms of the other words for the parties, to search for.

        Of "insurance company", the words alone are on other things too.
        """
        words = (
            word
            for (number, side), asked in self._asked.items()
            for word in _SIDES[number][side]
            if word != asked and " " not in word
        )
        return tuple(dict.fromkeys(term for word in words for term in terms(word)))

    def terms_in(self, text: str) -> list[str]:
        """Return the terms of the question's words for the parties that a text calls otherwise.

        Args:
            text: words of a document.
        """
        if not self._asked:
            return []
        stated = {side for _, side in _roles(text)}
        return [
            term for side, word in self._asked.items() if side in stated for term in terms(word)
        ]

    def in_words_of(self, text: str) -> str:
        """Return the question with the words for the parties that a text has.

        Args:
            text: of a passage, with what stands above it.
        """
        if not self._asked:
            return self._question
        stated = {side: word for word, side in reversed(list(_roles(text)))}
        said = {word for word, _ in _roles(text)}

        def put(found: re.Match[str]) -> str:
            word = found["role"].casefold()
            other = stated.get(_SIDE_OF[word])
            return found[0] if word in said or other is None else other + found["plural"]

        return _ROLE.sub(put, self._question)

    def opposite(self, sentence: str) -> tuple[str, ...]:
        """Return the party that a sentence is about where the question is about the other one.

        Args:
            sentence: words of a document.

        Returns:
            Its word; none where the sentence names the party of the question too.
        """
        if not self._others:
            return ()
        stated = list(_roles(sentence))
        first = _ROLE.search(sentence, 0, _FRONT)
        if first is None or any(side in self._asked for _, side in stated):
            return ()
        return (first[0],) if _SIDE_OF[first["role"].casefold()] in self._others else ()


def _roles(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the words for parties in a text, singular and in small letters, and their sides."""
    for found in _ROLE.finditer(text):
        word = found["role"].casefold()
        yield word, _SIDE_OF[word]

"""What a question leaves in and out: limits, negations, and what is switched on or off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.questions.kinds import question_kind
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_OPPOSITES = frozenset({"outside", "except", "excluding"})
_LIMITS = _OPPOSITES | {"beyond", "besides", "without", "unless"}
_NEGATIONS = frozenset({"not", "no", "never", "neither", "nor", "none", "without", "cannot"})
_EXCLUSIONS = frozenset({"excluded", "excludes", "exclude", "forbidden", "prohibited"})
_DENIES = re.compile(
    r"exclu|forbid|forbad|prohibit|bann|bans?$|except|refus|den[iy]|refrain|avoid|prevent|lack|fail"
    r"|unable|instead|reject|declin|unless|outside"
)
_DENIES_ITEMS = re.compile(r"exclu|forbid|forbad|prohibit|bann|except|refus|reject|declin")
_CLAUSE = re.compile(
    r"\b(?:if|when|where|unless|until|before|should|while|whereas|although|though)\b[^,:]*,",
    re.IGNORECASE,
)
_LESS = re.compile(r"\b(?:not|\w+n['’]t)\b(?=\s+(?:as|so|only|just|more|less)\b)", re.IGNORECASE)
_OPEN = re.compile(r"(?:and |but |so )?(?:what|how) about\b", re.IGNORECASE)
_SWITCHES = re.compile(r"(?:switch|turn|power|shut|log|sign)(?:es|s|g?ed|[tg]?ing)?")
_SWITCHED = frozenset({"on", "off"})
_NUMBER_SIGN = re.compile(r"\bno\. ?(?=\d)", re.IGNORECASE)
_REACH = 3  # words between a negation and the word that it negates


class Scope:
    """What a question asks about, and what it leaves out."""

    def __init__(self, question: str) -> None:
        """Read a question.

        Args:
            question: in one line.
        """
        self.words = words_of(question)
        self._terms = frozenset(terms(question))
        self.negated = any(map(is_negation, self.words))
        # A question that can be answered by "no" is not contradicted by a negation.
        self.is_yes_no = question_kind(question) == "yes_no"
        self._is_open = _OPEN.match(question) is not None  # "What about furs?": in or out

    def limits(self, sentence: str) -> tuple[str, ...]:
        """Return limits that stand before a word of the question in a sentence, but not there.

        Args:
            sentence: words of a document.
        """
        quoted = words_of(sentence)
        if _LIMITS.isdisjoint(quoted):
            return ()
        found = (
            word
            for i, word in enumerate(quoted)
            if word in _LIMITS and word not in self.words and self._reached(quoted, i)
        )
        return tuple(dict.fromkeys(found))

    def is_opposite(self, sentence: str) -> bool:
        """Return whether a sentence is on what lies outside of what the question asks about.

        Args:
            sentence: words of a document.
        """
        return not _OPPOSITES.isdisjoint(self.limits(sentence))

    def negations(self, sentence: str) -> tuple[str, ...]:
        """Return what negates words of the question, where it negates nothing itself.

        Args:
            sentence: words of a document.
        """
        if self.is_yes_no or self.negated:
            return ()
        quoted = words_of(sentence)
        excludes = not _EXCLUSIONS.isdisjoint(quoted) and self._terms.intersection(terms(sentence))
        found = (
            word
            for i, word in enumerate(quoted)
            if word not in self.words
            and (
                (is_negation(word) and self._reached(quoted, i))
                or (word in _EXCLUSIONS and excludes)
            )
        )
        return tuple(dict.fromkeys(found))

    def missing_negations(self, sentence: str) -> tuple[str, ...]:
        """Return what negates in the question alone.

        Args:
            sentence: words of a document.
        """
        if self.is_yes_no or any(map(_denies, words_of(sentence))):
            return ()
        return tuple(dict.fromkeys(word for word in self.words if is_negation(word)))

    def unasked_denials(self, lead_in: str) -> tuple[str, ...]:
        """Return what denies the items of a list, where the question denies nothing.

        Args:
            lead_in: the sentence above the items.
        """
        if self.is_yes_no or self._is_open or any(map(_denies, self.words)):
            return ()
        # "Although it is not free, we offer:" denies no item, nor does "not as bad".
        words = words_of(_LESS.sub(" ", _CLAUSE.sub(" ", lead_in)))
        found = (word for word in words if is_negation(word) or _DENIES_ITEMS.match(word))
        return tuple(dict.fromkeys(found))

    def is_switched(self, sentence: str, heading: str) -> bool:
        """Return whether a sentence is on what is switched on where the question says off.

        Args:
            sentence: words of a document.
            heading: of it, which counts too.
        """
        wanted = _switches(self.words)
        stated = _switches(words_of(f"{heading} {sentence}"))
        return len(wanted) == 1 and bool(stated) and wanted.isdisjoint(stated)

    def is_denied_by(self, sentence: str) -> bool:
        """Return whether a sentence says of all of a negated question that it is so.

        Args:
            sentence: words of a document.
        """
        if self.is_yes_no or not self.negated or not self._terms:
            return False
        if any(map(_denies, words_of(sentence))) or sentence.rstrip().endswith(":"):
            return False
        return self._terms.issubset(terms(sentence))

    def _reached(self, quoted: Sequence[str], i: int) -> bool:
        """Return whether a word of the question stands right after a word of a sentence."""
        return not self._terms.isdisjoint(terms(" ".join(quoted[i + 1 : i + 1 + _REACH])))


def words_of(text: str) -> list[str]:
    """Return the words of a text, case-folded.

    Args:
        text: a question or a quote.
    """
    # "Order no. 7" negates nothing.
    words = _WORD.findall(_NUMBER_SIGN.sub(" ", text))
    return [word.casefold().replace("’", "'") for word in words]


def _switches(words: Sequence[str]) -> set[str]:
    """Return "on" or "off" where a verb of switching stands before it, with "it" in between."""
    return {
        word
        for i, word in enumerate(words)
        if word in _SWITCHED and any(map(_SWITCHES.fullmatch, words[max(0, i - _REACH) : i]))
    }


def is_negation(word: str) -> bool:
    """Return whether a word negates.

    Args:
        word: case-folded.
    """
    return word in _NEGATIONS or word.endswith("n't")


def _denies(word: str) -> bool:
    return is_negation(word) or _DENIES.match(word) is not None

"""The names, times and significant words of a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.analyzer import STOP_WORDS, terms

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKS = re.compile(
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|should)\b",
    re.IGNORECASE,
)
"""What a question begins with."""
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
TIME = re.compile(
    rf"(?:\b(?:in|during|since|by|on) )?\b(?:{_MONTH}(?: \d{{1,2}},?)?(?: \d{{4}})?|"
    r"(?:1\d|20)\d\ds?|Q[1-4](?: \d{4})?)\b"
)
"""A year, quarter or month, with the preposition before it."""

_NAME = re.compile(r"\b[A-Z][\w’'&-]*(?: (?:of |the )?[A-Z][\w’'&-]*)*")
PREPOSITION_OF_TIME = re.compile(r"(?:in|during|since|by|on) ")
"""What a time may begin with."""

_SIGNIFICANT = re.compile(r"(?:[^\s?!.,;:()“”\"]|(?<=\d)[.,:](?=\d))+")  # a number is one word
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?")
_POSSESSIVE = re.compile(r"['’]s?$")
_PLURAL = re.compile(r"[A-Z]+s")
_ACRONYMS = frozenset({"IT", "US", "WHO"})
_QUANTITY = frozenset({"many", "much", "long", "often", "far", "old", "big"})
_FILLERS = frozenset(
    {
        "actually",
        "also",
        "exactly",
        "instead",
        "just",
        "maybe",
        "perhaps",
        "please",
        "really",
        "say",
        "still",
    }
)


def terms_in(text: str, part: str) -> list[str]:
    """Return the terms of a part of a text: "US" is a name, unless all the text is in capitals.

    Args:
        text: the whole.
        part: such as a word of it.
    """
    # Alone, a word in capitals would be a text in capitals.
    return terms(part.casefold() if text.isupper() else f"a {part}")


def is_acronym(text: str, word: str) -> bool:
    """Return whether a word is one that would be a stop word in small letters: US, IT, WHO.

    Args:
        text: that the word is in.
        word: one word of it. "NOT" and "ALL" are in capitals for emphasis.
    """
    return word in _ACRONYMS and not text.isupper()


def names(text: str, *, begins: bool = True) -> tuple[str, ...]:
    """Return the names in a text; the word it begins with is none, unless ``begins`` is false.

    Args:
        text: a question or a quote.
        begins: whether the text begins a sentence, so that its first word has a capital anyway.
    """
    return tuple(dict.fromkeys(name for _, name in found_names(text, begins=begins)))


def found_names(text: str, *, begins: bool) -> list[tuple[int, str]]:
    """Return names and where they start; times, plurals such as EVs and stop words are none.

    Args:
        text: a question or a quote.
        begins: whether the text begins a sentence, so that its first word has a capital anyway.
    """
    found: list[tuple[int, str]] = []
    after = 0  # the name before
    for match in _NAME.finditer(text):
        words = match[0].split(" ")
        first = words[0]
        lead = text[after : match.start()].rstrip()[-1:]
        begun = begins and (lead in {".", "?", "!", "“", '"'} if lead else after == 0)
        after = match.end()
        left_out = 0
        while left_out < len(words) and (
            (words[left_out].casefold() in STOP_WORDS and not is_acronym(text, words[left_out]))
            or (begun and words[left_out] == first and not first.isupper())
        ):
            left_out += 1
        words = words[left_out:]
        name = _POSSESSIVE.sub("", " ".join(words))
        if name and not any(no.fullmatch(name) for no in (TIME, _WEEKDAY, _PLURAL)):
            found.append((match.end() - len(" ".join(words)), name))
    return found


def words_of(text: str) -> tuple[str, ...]:
    """Return names, times and the other significant words of a question, in its order.

    Args:
        text: the question.
    """
    found = [
        (match.start(), PREPOSITION_OF_TIME.sub("", match[0]), match.end())
        for match in TIME.finditer(text)
    ]
    named = [(start, name, start + len(name)) for start, name in found_names(text, begins=False)]
    words = [
        (match.start(), match[0], match.end())
        for match in _SIGNIFICANT.finditer(text)
        if terms_in(text, match[0])
        and match[0][0] not in "’'"
        and match[0].casefold() not in _QUANTITY | _FILLERS
    ]
    # Times and names win over the words they consist of.
    for first, word, last in (*named, *words):
        if not any(start < last and first < end for start, _, end in found):
            found.append((first, word, last))
    return tuple(dict.fromkeys(word for _, word, _ in sorted(found)))


def alternatives(lines: str, parts: Mapping[str, str]) -> str:
    """Return an expression that matches what one of some lines does.

    Args:
        lines: an expression each.
        parts: name → expression that stands in place of it.
    """
    patterns = "|".join(line.strip() for line in lines.strip().split("\n"))
    for name, part in parts.items():
        patterns = patterns.replace(name, part)
    return patterns

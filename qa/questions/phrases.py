"""The noun phrases of a question, as far as its function words show them.

There is no tagger. A run of words between articles, prepositions, auxiliaries and the like is a
phrase; the verb that an auxiliary or a question word announces is taken off its end or its
beginning. "When is the blue bin emptied?" has "the blue bin", "Who plays chess?" has "chess".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.questions.words import is_acronym, terms_in
from qa.text.analyzer import STOP_WORDS

PREPOSITIONS = frozenset(
    {
        "in",
        "during",
        "since",
        "by",
        "on",
        "for",
        "at",
        "from",
        "to",
        "with",
        "without",
        "under",
        "against",
        "of",
        "about",
        "per",
        "after",
        "before",
        "between",
        "within",
        "into",
        "over",
        "through",
    }
)
"""Words that a phrase may hang on."""

_THE = frozenset(
    {"the", "this", "that", "these", "those", "my", "your", "our", "its", "their", "his", "her"}
)
_A = frozenset({"a", "an", "any", "some", "another", "each", "every"})
_SUBJECTS = frozenset({"i", "you", "we", "they", "he", "she", "it"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "has", "have", "had"})
_DO = frozenset(
    {
        "do",
        "does",
        "did",
        "can",
        "could",
        "may",
        "must",
        "will",
        "would",
        "shall",
        "should",
        "might",
    }
)
_INFINITIVES = frozenset(
    ("to", word)
    for word in (
        "how",
        "need",
        "needs",
        "have",
        "has",
        "want",
        "able",
        "allowed",
        "possible",
        "like",
    )
)
PREDICATES = frozenset(
    # Irregular participles, adjectives.
    """
    born built bought bound brought caught chosen done drawn driven eaten fed found given gone
    grown held hidden kept known laid led left lent lost made meant met paid put read run said
    seen sent set shown shut sold spent spoken taken taught thought thrown told understood won
    worn written
    able absent active available aware big broken certain cheap clean clear cold compulsory dark
    deep different difficult due easy empty expensive far fast free full good hard heavy high
    hot illegal important included late legal liable likely long low mandatory necessary new
    obligatory old open optional payable possible present public ready responsible right safe
    short similar slow small sure tall true useful valid vegan vegetarian wide wrong
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that say something of a thing after "is", and are no part of its name."""

_TOKEN = re.compile(r"\w+(?:[-'’.&/]\w+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of a question.

    Attributes:
        start: offset of its first character, that of the article if it has one.
        end: offset after its last word.
        words: the start and end of each of its words, the article left out.
        article: ``the``, ``a``, or nothing; "my" and "this" count as ``the``, "any" as ``a``.
        preposition: case-folded, directly before it; or nothing.
        lead: offset of the preposition, :attr:`start` if missing.
    """

    start: int
    end: int
    words: tuple[tuple[int, int], ...]
    article: str = ""
    preposition: str = ""
    lead: int = 0

    def word_of(self, text: str, term: str) -> int | None:
        """Return which of its words has a term, the last that has it; None if none has.

        Args:
            text: the question.
            term: as :func:`qa.text.analyzer.terms` returns it.
        """
        for number in range(len(self.words) - 1, -1, -1):
            start, end = self.words[number]
            if term in terms_in(text, text[start:end]):
                return number
        return None


def phrases(text: str) -> list[Phrase]:
    """Return the noun phrases of a question, in its order.

    Args:
        text: the question, in one line.
    """
    tokens = [(match.start(), match.end(), match[0].casefold()) for match in _TOKEN.finditer(text)]
    found: list[Phrase] = []
    pending = ""  # the kind of auxiliary whose verb has not come yet
    first = 0
    while first < len(tokens):
        if not _is_content(text, tokens[first]):
            pending = _auxiliary(tokens, first) or pending
            first += 1
            continue
        end = first + 1
        while end < len(tokens) and _continues(text, tokens[end - 1], tokens[end]):
            end += 1
        begin = first + _has_verb_first(tokens, first, end)
        pending = "" if begin > first else pending
        stop = end - _has_verb_last(tokens, begin, end, pending)
        pending = "" if stop < end else pending
        if begin < stop:
            found.append(_phrase(tokens, begin, stop, alone=begin > first))
        first = end
    return found


def article_of(text: str) -> str:
    """Return the kind of article that a phrase begins with, as :attr:`Phrase.article` has it.

    Args:
        text: the phrase.
    """
    match = _TOKEN.match(text)
    return _article(match[0].casefold()) if match else ""


def _article(word: str) -> str:
    return "the" if word in _THE else "a" if word in _A else ""


def _is_content(text: str, token: tuple[int, int, str]) -> bool:
    start, end, word = token
    if word in PREPOSITIONS or _article(word):
        return False
    return word not in STOP_WORDS or is_acronym(text, text[start:end])


def _continues(text: str, before: tuple[int, int, str], token: tuple[int, int, str]) -> bool:
    """Return whether a word goes on the run of the word before it."""
    return text[before[1] : token[0]].isspace() and _is_content(text, token)


def _auxiliary(tokens: list[tuple[int, int, str]], at: int) -> str:
    """Return which kind of auxiliary a word is: ``do``, ``be``, ``what is``, or nothing."""
    word, before = tokens[at][2], tokens[at - 1][2] if at else ""
    if word in _DO:
        return "do"
    if word in _BE:
        return "what is" if before in {"who", "what"} else "be"
    return ""


def _has_verb_first(tokens: list[tuple[int, int, str]], first: int, end: int) -> bool:
    """Return whether a run of words begins with a verb, or with the "much" of "how much"."""
    before = tokens[first - 1][2] if first else ""
    earlier = tokens[first - 2][2] if first > 1 else ""
    after = tokens[end][2] if end < len(tokens) else ""
    if before in {"who", "what"}:  # "who plays chess", but not "what price do I pay"
        return after not in _BE and after not in _DO
    return before in _SUBJECTS or before == "how" or (before, earlier) in _INFINITIVES


def _has_verb_last(tokens: list[tuple[int, int, str]], first: int, end: int, pending: str) -> bool:
    """Return whether a run of words ends with the verb or predicate of the question."""
    if first >= end:
        return False
    last, after = tokens[end - 1][2], tokens[end][2] if end < len(tokens) else ""
    hangs_on = after in PREPOSITIONS and after != "of"
    several = end - first > 1
    if pending == "do":
        return several and (not after or hangs_on or bool(_article(after)))
    predicate = last in PREDICATES or last.endswith(("ed", "ing"))
    if pending == "be":
        return predicate and (several or last in PREDICATES)
    if pending == "what is":  # "what is machine learning", but "what is the pump used for"
        return predicate and hangs_on
    asks = first > 0 and tokens[first - 1][2] in {"which", "whose"}
    return asks and several and hangs_on


def _phrase(tokens: list[tuple[int, int, str]], begin: int, stop: int, *, alone: bool) -> Phrase:
    """Return the phrase of some words; ``alone`` if a verb stands between it and its article."""
    start, lead, preposition, article = tokens[begin][0], tokens[begin][0], "", ""
    at = begin if alone else begin - 1
    if not alone and at >= 0:
        article = _article(tokens[at][2])
        if article:
            start = lead = tokens[at][0]
            at -= 1
        if at >= 0 and tokens[at][2] in PREPOSITIONS:
            preposition, lead = tokens[at][2], tokens[at][0]
    words = tuple((token[0], token[1]) for token in tokens[begin:stop])
    return Phrase(start, tokens[stop - 1][1], words, article, preposition, lead)

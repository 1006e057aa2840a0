"""Follow-ups, which lean on the previous question: "and NIO?", "what about Germany?".

No language model: a question takes over the words that it lacks. "And NIO?" replaces the phrase
of the previous question that it is in contrast to; a pronoun is replaced by the one thing it can
refer to; anything else is searched together with the names and words of the previous question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.questions.amounts import without_supposed
from qa.questions.naming_frames import asks_to_sum_up
from qa.questions.phrases import phrases
from qa.questions.referents import asks_amount_alone, only_thing, thing_meant
from qa.questions.substitution import BEGINS_WITH_PREPOSITION, Substitution, is_amount, substituted
from qa.questions.words import ASKS, TIME, names, terms_in, words_of
from qa.text.analyzer import terms

_OPENING = re.compile(
    r"(?:and|or|but|also|so|then|ok(?:ay)?|well|now|what about|how about|what of|what if it['’]s|"
    r"(?:the )?same for|(?:is|does|are) (?:it|that|this|they) (?:also )?"
    r"(?:the same|true|valid|apply|hold|go)(?= (?:for|to|with|in|of|on|at) ))(?![\w-])[\s,:…]*",
    re.IGNORECASE,
)
_FILLERS = frozenset(
    {
        "actually",
        "also",
        "exactly",
        "instead",
        "maybe",
        "perhaps",
        "please",
        "then",
        "though",
        "too",
    }
)
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|will|would|shall|should)"
)
_PRONOUN = re.compile(
    r"""\b(?:it|they|them|he|him|she|its|their|his|her)\b
       | (?:(?<=^is\ )|(?<=^was\ ))(?:this|that)(?=\ \w+$)  # "is this legal"
       | \b(?:this|that|these|those)\b(?=\s*(?:$|[,;?]))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_POINTED_AT = re.compile(r"\b(?:this|that|these|those) ([^\W\d_]{3,})", re.IGNORECASE)
_OWNING = frozenset({"its", "their", "his", "her"})
_OF_PERSONS = frozenset({"he", "him", "she", "his", "her"})
_OF_SEVERAL = frozenset({"they", "them", "their"})
_ENDS_IN_AUXILIARY = re.compile(rf"\b{_AUXILIARY} $", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:people|[^\W\d_]{2,}[^\W\d_sui]s)\b|^who(?: \w+){2}", re.IGNORECASE)
_ONE = re.compile(
    rf"\b{_AUXILIARY} (?:an?|the|any|every|each|my|your|our) [^\W\d_]{{3,}}|^who \w+",
    re.IGNORECASE,
)
_NAMES_OF_ANSWER = 2
_FEW = 2  # words or terms; so few are rarely a whole question
_ENOUGH = 5  # terms of its own with which a question is complete

READ = 1_000
"""Characters of the previous question and quote that a follow-up can lean on."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it leans on.

    Attributes:
        text: to search for.
        carried: words in it from the previous question, which the user sees and can take back.
        new: terms that the question has in place of others; empty if it replaces nothing.
        replaced: these others.
        alone: whether it may mean something by itself; "how much is it" and "and NIO" do not.
    """

    text: str
    carried: tuple[str, ...]
    new: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    alone: bool = True

    def is_of_the_replaced(self, words: str, around: str) -> bool:
        """Return whether words speak of what was replaced, and nothing of what replaces it.

        After "yellow peas", a question about green ones is not answered by words on yellow ones.

        Args:
            words: such as those of a quote.
            around: what is above them, such as title and headings.
        """
        found = set(terms(words))
        if not self.new or not self.replaced & found:
            return False
        return not self.new & found.union(terms(around))


def resolve(question: str, before: str, quoted: str = "") -> FollowUp | None:
    """Return a question with what it leans on, or None where it is complete.

    A request to sum up a document is complete, whatever stands before it.

    Args:
        question: in one line.
        before: the previous question, as it was searched for.
        quoted: the first quote of its answer, which provides a name where the previous question
            has none.
    """
    typed, quoted = before[:READ], quoted[:READ]
    opened, rest = _opened(question)
    # The value that was supposed belongs to what was asked, and may be asked again alone.
    before = typed if is_amount(rest) else without_supposed(typed)
    # "Well-being: who pays?" asks too.
    asks = any(ASKS.match(part) for part in (rest, rest.rpartition(": ")[2]))
    sums_up = asks_to_sum_up(question)
    if not (asks or sums_up) and (opened or _is_elliptic(question, rest, before)):
        return _substituted(rest, before)
    if asks and not _terms(rest, before):
        return _together(rest, typed, words_of(typed))
    pronoun = _PRONOUN.search(rest)
    own = pronoun is not None and _refers_to_own_question(rest, pronoun)
    if sums_up or own or len(terms(rest)) >= _ENOUGH or names(rest):
        return None
    if pronoun:
        found = _with_name(rest, pronoun, before, quoted)
        return replace(found, alone=not asks_amount_alone(rest))
    if opened and len(terms(rest)) <= _FEW:
        # "And how much is the deposit?" asks for a thing of its own: names are all it may lack.
        whole = any(phrase.article == "the" for phrase in phrases(rest))
        return _together(rest, before, names(before)) if whole else _joined(rest, before)
    return _joined(rest, before) if _points_back(rest, f"{before} {quoted}") else None


def carrying(question: str, carried: tuple[str, ...]) -> FollowUp:
    """Return a question together with words that the user chose.

    Args:
        question: in one line.
        carried: words from the question before.
    """
    return FollowUp(" ".join((question, *carried)), carried)


def _opened(question: str) -> tuple[bool, str]:
    """Return whether a question begins as a follow-up does, and what comes after that.

    Fillers at its end, as in "and the deposit then?", say nothing.
    """
    start = 0
    while opening := _OPENING.match(question, start):
        start = opening.end()
    rest = question[start:].strip(" ?!.…,;")
    words = rest.split(" ")
    last = len(words)
    while last > 1 and words[last - 1].strip(",;").casefold() in _FILLERS:
        last -= 1
    return start > 0, " ".join(words[:last]).rstrip(" ,;") if last < len(words) else rest


def _terms(rest: str, before: str) -> list[str]:
    """Return the terms of a question; "US?" is in capitals, but not all of the conversation."""
    return terms_in(f"{before} {rest}", rest)


def _is_elliptic(question: str, rest: str, before: str) -> bool:
    """Return whether a few words, such as "NIO?" or "in 2023", change the previous question.

    After a search by keywords, further keywords are a new search, not a change of the first.
    """
    if not (before.endswith("?") or ASKS.match(before)):
        return False
    if len(terms(rest)) > _FEW or len(rest.split()) > _FEW + 1:
        return False
    named = names(rest, begins=False) or TIME.search(rest) or BEGINS_WITH_PREPOSITION.match(rest)
    return bool(named) or question.endswith("?") or not _terms(rest, before)


def _refers_to_own_question(rest: str, pronoun: re.Match[str]) -> bool:
    """Return whether a pronoun refers to a noun before it in its own question.

    It does in "which companies raised their prices" and "does the company publish its results",
    but not, as the object, in "what did the government say about it".
    """
    word, lead = pronoun[0].casefold(), rest[: pronoun.start()]
    is_object = word in {"it", "him", "them", "this", "that", "these", "those"}
    if is_object and pronoun.end() == len(rest):
        return False
    if _ENDS_IN_AUXILIARY.search(lead) or word in {"this", "that", "these", "those"}:
        return False
    return (_SEVERAL if word in _OF_SEVERAL else _ONE).search(lead) is not None


def _points_back(rest: str, before: str) -> bool:
    """Return whether "that trial" is a trial that the previous question or quote mentions."""
    noun = _POINTED_AT.search(rest)
    return noun is not None and bool(set(terms(noun[1])) & set(terms(before)))


def _with_name(rest: str, pronoun: re.Match[str], before: str, quoted: str) -> FollowUp:
    """Replace a pronoun by the one thing it can refer to, or search with all names."""
    named = names(before) or names(quoted)[:_NAMES_OF_ANSWER]
    of_person = pronoun[0].casefold() in _OF_PERSONS
    if of_person and before.casefold().startswith("who"):
        # "Who" asked for that person, so the name is in the answer, not in the question.
        return _together(rest, before, (*names(quoted)[:_NAMES_OF_ANSWER], *words_of(before)))
    if thing := thing_meant(rest, pronoun[0], before):
        resolved = f"{rest[: pronoun.start()]}{thing}{rest[pronoun.end() :]}?"
        return FollowUp(resolved, (thing,))
    if not (names(before) or of_person):
        named = only_thing(before, several=pronoun[0].casefold() in _OF_SEVERAL) or named
    if len(named) == 1:
        owned = "’s" if pronoun[0].casefold() in _OWNING else ""
        resolved = f"{rest[: pronoun.start()]}{named[0]}{owned}{rest[pronoun.end() :]}?"
        return FollowUp(resolved, named)
    return _together(rest, before, named or words_of(before))


def _substituted(rest: str, before: str) -> FollowUp:
    """Replace the phrase of the previous question that ``rest`` is in contrast to."""
    change = substituted(rest, before) if _terms(rest, before) else None
    if change is None:
        return _joined(rest, before)
    # "And NIO?" alone would be answered by any sentence with that name.
    alone = not set(terms(rest)) <= set(terms(" ".join(names(rest))))
    return FollowUp(change.text, words_of(change.left), *_contrast(change), alone)


def _contrast(change: Substitution) -> tuple[frozenset[str], frozenset[str]]:
    """Return the terms that are new, and those they are in place of."""
    new, replaced = (set(terms_in(change.text, part)) for part in (change.new, change.replaced))
    return frozenset(new - replaced), frozenset(replaced.difference(terms(change.text)))


def _joined(rest: str, before: str) -> FollowUp:
    return _together(rest, before, words_of(before))


def _together(rest: str, before: str, words: tuple[str, ...]) -> FollowUp:
    new = set(_terms(rest, before))
    carried = tuple(word for word in dict.fromkeys(words) if not set(terms_in(before, word)) <= new)
    whole = carried == words_of(before) and not new
    return FollowUp(f"{rest}? {before}" if whole else " ".join((rest, *carried)), carried)

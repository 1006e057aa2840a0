"""Follow-ups, which lean on the previous question: "and NIO?", "what about Germany?".

No language model: a question takes over the words that it lacks. "And NIO?" replaces the name in
the previous question; a pronoun is replaced by the one name it can refer to; anything else is
searched together with the names and words of the previous question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.text.analyzer import STOP_WORDS, terms

_OPENING = re.compile(
    r"(?:and|or|but|also|so|then|ok(?:ay)?|what about|how about|what of|same for)\b"
    r"[\s,:…]*(?:(?:what|how) about\b\s*)?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|should)\b",
    re.IGNORECASE,
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
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_TIME = re.compile(
    rf"(?:\b(?:in|during|since|by|on) )?\b(?:{_MONTH}(?: \d{{1,2}},?)?(?: \d{{4}})?|"
    r"(?:1\d|20)\d\ds?|Q[1-4](?: \d{4})?)\b"
)
_NAME = re.compile(r"\b[A-Z][\w’'&-]*(?: (?:of |the )?[A-Z][\w’'&-]*)*")
_SLOT = re.compile(  # what comes before a name that another may replace
    r"\b(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|by|of|for|from|"
    r"in|at|to|with|about)(?: the)? "
)
_PREPOSITION = re.compile(r"(?:in|during|since|by|on) ")
_BEGINS_WITH_PREPOSITION = re.compile(
    r"(?:in|during|since|by|on|for|at|from|to|with|without|under|against|of|about) ", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s?$")
_PLURAL = re.compile(r"[A-Z]+s")
_QUANTITY = frozenset({"many", "much", "long", "often", "far", "old", "big"})
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
    """

    text: str
    carried: tuple[str, ...]


def resolve(question: str, before: str, quoted: str = "") -> FollowUp | None:
    """Return a question with what it leans on, or None where it is complete.

    Args:
        question: in one line.
        before: the previous question, as it was searched for.
        quoted: the first quote of its answer, which provides a name where the previous question
            has none.
    """
    before, quoted = before[:READ], quoted[:READ]
    opening = _OPENING.match(question)
    rest = question[opening.end() :] if opening else question
    rest = rest.strip(" ?!.…")
    asks = _ASKS.match(rest) is not None
    if not asks and (opening or _is_elliptic(question, before)):
        return _substituted(rest, before)
    if asks and not terms(rest):
        return _together(rest, before, _words(before))
    pronoun = _PRONOUN.search(rest)
    own = pronoun is not None and _refers_to_own_question(rest, pronoun)
    if own or len(terms(rest)) >= _ENOUGH or _names(rest):
        return None
    if pronoun:
        return _with_name(rest, pronoun, before, quoted)
    if (opening and len(terms(rest)) <= _FEW) or _points_back(rest, f"{before} {quoted}"):
        return _together(rest, before, _words(before))
    return None


def carrying(question: str, carried: tuple[str, ...]) -> FollowUp:
    """Return a question together with words that the user chose.

    Args:
        question: in one line.
        carried: words from the question before.
    """
    return FollowUp(" ".join((question, *carried)), carried)


def _is_elliptic(question: str, before: str) -> bool:
    """Return whether a few words, such as "NIO?" or "in 2023", change the previous question.

    After a search by keywords, further keywords are a new search, not a change of the first.
    """
    rest = question.strip(" ?!.…")
    if len(rest.split()) > _FEW or not (before.endswith("?") or _ASKS.match(before)):
        return False
    named = _names(rest, begins=False) or _TIME.search(rest) or _BEGINS_WITH_PREPOSITION.match(rest)
    return bool(named) or question.endswith("?") or not terms(rest)


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
    """Replace a pronoun by the one name it can refer to, or search with all names."""
    names = _names(before) or _names(quoted)[:_NAMES_OF_ANSWER]
    if pronoun[0].casefold() in _OF_PERSONS and before.casefold().startswith("who"):
        # "Who" asked for that person, so the name is in the answer, not in the question.
        return _together(rest, before, (*_names(quoted)[:_NAMES_OF_ANSWER], *_words(before)))
    if len(names) == 1:
        owned = "’s" if pronoun[0].casefold() in _OWNING else ""
        resolved = f"{rest[: pronoun.start()]}{names[0]}{owned}{rest[pronoun.end() :]}?"
        return FollowUp(resolved, (names[0],))
    return _together(rest, before, names or _words(before))


def _substituted(rest: str, before: str) -> FollowUp:
    """Replace the name or time of the previous question by another, "NIO" or "in 2023"."""
    time, new_time = _TIME.search(before), _TIME.search(rest)
    names = _names(rest, begins=False)
    if new_time and time and not names:
        start, end = time.span()
        lead = _PREPOSITION.match(time[0])
        rest = rest if lead is None or _PREPOSITION.match(rest) else f"{lead[0]}{rest}"
    else:
        slot = _slot(before) if names and not new_time else _tail(rest, before)
        if slot is None:
            return _together(rest, before, _words(before))
        start, end = slot
    left = f"{before[:start]} {before[end:]}"
    text = f"{before[:start]}{rest}{before[end:]}"
    return FollowUp(text.replace(" the the ", " the "), _words(left))


def _slot(before: str) -> tuple[int, int] | None:
    """Return the span of the name that another may replace."""
    spans = [(start, start + len(name)) for start, name in _found_names(before, begins=True)]
    for start, end in spans:
        if any(match.end() == start for match in _SLOT.finditer(before, 0, start)):
            return start, end
    return spans[0] if len(spans) == 1 else None


def _tail(rest: str, before: str) -> tuple[int, int] | None:
    """Return the span of "for tenants" at the end, which "for landlords" may replace."""
    lead = _BEGINS_WITH_PREPOSITION.match(rest)
    begin = before.casefold().rfind(f" {lead[0].casefold()}") if lead else -1
    end = len(before.rstrip(" ?!."))
    return None if begin < 0 or len(before[begin:end].split()) > _FEW + 2 else (begin + 1, end)


def _together(rest: str, before: str, words: tuple[str, ...]) -> FollowUp:
    new = set(terms(rest))
    carried = tuple(word for word in dict.fromkeys(words) if not set(terms(word)) <= new)
    whole = carried == _words(before) and not terms(rest)
    return FollowUp(f"{rest}? {before}" if whole else " ".join((rest, *carried)), carried)


def _names(text: str, *, begins: bool = True) -> tuple[str, ...]:
    """Return the names in a text; the word it begins with is none, unless ``begins`` is false."""
    return tuple(dict.fromkeys(name for _, name in _found_names(text, begins=begins)))


def _found_names(text: str, *, begins: bool) -> list[tuple[int, str]]:
    """Return names and where they start; times, plurals such as EVs and stop words are none."""
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
            words[left_out].casefold() in STOP_WORDS
            or _ASKS.fullmatch(words[left_out])
            or (begun and words[left_out] == first and not first.isupper())
        ):
            left_out += 1
        words = words[left_out:]
        name = _POSSESSIVE.sub("", " ".join(words))
        if name and not _TIME.fullmatch(name) and not _PLURAL.fullmatch(name):
            found.append((match.end() - len(" ".join(words)), name))
    return found


def _words(text: str) -> tuple[str, ...]:
    """Return names, times and the other significant words of a question, in its order."""
    found = [
        (match.start(), _PREPOSITION.sub("", match[0]), match.end())
        for match in _TIME.finditer(text)
    ]
    names = [(start, name, start + len(name)) for start, name in _found_names(text, begins=False)]
    words = [
        (match.start(), match[0], match.end())
        for match in re.finditer(r"[^\s?!.,;:()“”\"]+", text)
        if terms(match[0]) and match[0][0] not in "’'" and match[0].casefold() not in _QUANTITY
    ]
    # Times and names win over the words they consist of.
    for first, word, last in (*names, *words):
        if not any(start < last and first < end for start, _, end in found):
            found.append((first, word, last))
    return tuple(dict.fromkeys(word for _, word, _ in sorted(found)))

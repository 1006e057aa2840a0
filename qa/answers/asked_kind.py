"""What a quote must hold: "who" asks for a person, "which town" for a place, "how many" a count.

A row of amounts has the words of such a question in its label and its header, and nothing of what
is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.questions.amounts import amounts
from qa.questions.kinds import question_kind
from qa.questions.name_signs import YEAR
from qa.text.analyzer import STOP_WORDS, terms
from qa.text.tables.cells import cells

if TYPE_CHECKING:
    from collections.abc import Collection

_ASKS_PLACE = re.compile(
    r"\b(?:which|what) (?:\w+ ){0,2}?(?P<place>town|city|cities|country|countries|state|village"
    r"|region|continent|province|county|river|island)s?\b",
    re.IGNORECASE,
)
_ASKS_COUNT = re.compile(
    r"\b(?P<asks>how many|(?:the )?number of)(?P<what>(?: [\w'’-]+){0,3})", re.IGNORECASE
)
_LETTERS = re.compile(r"\b[^\W\d_][\w’'-]+")
_OF_SEVERAL = re.compile(r" (?:are|were|have|do)\b", re.IGNORECASE)
_HOW_MANY = frozenset("both each every several many few most such".split())  # noqa: SIM905
_MARKS = " \t\"'“‘(*"  # before the first word of a sentence
_BEFORE = 20  # characters
_WORD = re.compile(r"[^\W\d_]{2,}")
_PERSONS = re.compile(
    r"\b(?:I|we|you|he|she|they|us|me|any(?:one|body)|every(?:one|body)|nobody|no one"
    r"|some(?:one|body)|all|people|persons?|staff|team|board|council|committee|company|companies|firm|department"
    r"|office|police|parents?|family|child|children|students?|crew|court|government|agency|agencies|bank"
    r"|school|club|union|part(?:y|ies)|pupils?|adults?|citizens?|nationals?|individuals?|girls?|boys?|friends?"
    r"|bab(?:y|ies)|youths?|couples?|relatives?|heirs?|spouses?|colleagues?|apprentices?|judges?|secretar(?:y|ies)"
    r"|deput(?:y|ies)|pilots?|cooks?|chefs?|wife|husband|mother|father|son|daughter|chief|head|chair|guests?|clerk|nurse|landlord|host"
    r"|[^\W\d_]{2,}(?:[eo]r|ist|ian|ee|ant|ent|m[ae]n|eur)s?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[€$£¥]|\b(?:amounts?|costs?|prices?|fees?|charges?|expens\w+|payments?|paid|spent|spending|rents?"
    r"|revenues?|incomes?|sales|salar\w+|wages?|budget\w*|invoices?|euros?|dollars?|pounds?|eur|usd|gbp"
    r"|chf)\b",
    re.IGNORECASE,
)
_COUNT_WORD = re.compile(
    r"\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand"
    r"|million|billion|both|several|many|few|half|single|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth)\b",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"\W{0,4}(?:§\s?)?\d{1,3}(?:\.\d{1,3}){0,4}[.)]?\s")
_COUNTED = re.compile(r"\s(?P<what>[^\W\d_]{2,})")
_DATED = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|to|before|after|during|year|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|act)\s|[-–/])$",
    re.IGNORECASE,
)


def missing_kind(question: str, text: str, around: str, subject: str) -> dict[str, tuple[str, ...]]:
    """Return what a question asks for and a quote lacks: kind → words of the question.

    Args:
        question: in one line.
        text: words of the quote.
        around: the passage around it, with the header of its table.
        subject: title and headings.
    """
    return {
        "person": _person(question, text),
        "place": _place(question, text),
        "count": _count(question, text, around, subject),
    }


def _person(question: str, text: str) -> tuple[str, ...]:
    if question_kind(question) != "person":
        return ()
    known = frozenset(terms(question))
    if text.startswith("|"):
        # Whatever has letters in a cell may be a name.
        named = any(term not in known for word in _WORD.findall(text) for term in terms(word))
    else:
        named = _has_name(text, known) or _PERSONS.search(text) is not None
    return () if named else ("who",)


def _place(question: str, text: str) -> tuple[str, ...]:
    asks = _ASKS_PLACE.search(question)
    if asks is None or _has_name(text, frozenset(terms(question))):
        return ()
    return (asks["place"].casefold(),)


def _has_name(text: str, known: frozenset[str]) -> bool:
    """Return whether a text has a word with a capital that is none of the question."""
    return any(
        not found[0][0].islower()  # some scripts have no capitals
        and found[0].casefold() not in STOP_WORDS
        and not known.issuperset(terms(found[0].casefold()))
        and not _only_begins(text, found)
        for found in _LETTERS.finditer(text)
    )


def _only_begins(text: str, found: re.Match[str]) -> bool:
    """Return whether a word has its capital from the sentence that it begins, as in "Dogs are …".

    A name may begin a sentence too; what goes on in the plural, or tells how many, is none.
    """
    if found[0].casefold() not in _HOW_MANY and not _OF_SEVERAL.match(text, found.end()):
        return False
    enumerator = _ENUMERATOR.match(text)
    before = text[max(0, found.start() - _BEFORE) : found.start()].rstrip(_MARKS)
    is_first = enumerator is not None and enumerator.end() == found.start()
    return is_first or not before or before.endswith((".", "!", "?", ":", "\n"))


def _count(question: str, text: str, around: str, subject: str) -> tuple[str, ...]:
    """Return what asks for a count where the quote has none, but perhaps an amount of money."""
    asks = _ASKS_COUNT.search(question)
    if asks is None:
        return ()
    counted = {one.kind for one in amounts(f"2{asks['what']}")}  # "2 days", "2 euros"
    if not text.startswith("|"):
        counts = _has_count(text, counted)
    else:
        counts = "money" in counted or not _is_of_money(asks["what"], text, around, subject)
        counts = counts and any(map(str.isdigit, text))
    return () if counts else (asks["asks"],)


def _has_count(text: str, counted: Collection[str]) -> bool:
    """Return whether a sentence has a number that is none of money, and no share or year."""
    enumerator = _ENUMERATOR.match(text)
    said = text[enumerator.end() :] if enumerator else text
    if _COUNT_WORD.search(said):
        return True
    return any(
        one.kind in {*counted, "number"} and not _is_year(said, one.start, one.end)
        for one in amounts(said)
    )


def _is_year(text: str, start: int, end: int) -> bool:
    """Return whether a number is a year: "in 2021", and "2021" where nothing counted follows."""
    if not YEAR.fullmatch(text, start, end):
        return False
    counted = _COUNTED.match(text, end)
    if counted is None or counted["what"].casefold() in STOP_WORDS:
        return True
    return _DATED.search(text[max(0, start - _BEFORE) : start]) is not None


def _is_of_money(counted: str, row: str, around: str, subject: str) -> bool:
    """Return whether the numbers of a row are amounts of money, by what stands above and in it."""
    lines = around.split("\n")
    above = "\n".join(line for line in lines if not line.startswith("|"))
    if _MONEY.search(subject) or _MONEY.search(above):
        return True
    header = next((line for line in lines if line.startswith("|")), row)
    columns = {term for cell in cells(header)[1:] for term in terms(cell)}
    if columns.intersection(terms(counted)):
        return False
    return _MONEY.search(f"{header}\n{row}") is not None

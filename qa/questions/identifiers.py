"""Identifiers: "INV-1043", "Exhibit B", "section 12.3", "2019–2023", a telephone number.

An identifier names one thing among many of its kind. Words on another of them, such as invoice
INV-1042, share all but a digit with the question and say nothing of what it asks about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.questions.kinds import question_kind
from qa.text.analyzer import terms
from qa.text.dates import dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NOUNS = (
    "account|appendix|apartment|article|batch|booking|building|case|chapter|claim|clause|contract"
    "|customer|docket|exhibit|file|flat|flight|form|gate|grant|invoice|item|job|level|line|lot|matter"
    "|member|model|order|page|parcel|part|patent|permit|phase|plan|platform|plot|policy|project"
    "|receipt|reference|regulation|room|row|rule|schedule|section|series|statute|step|suite|table"
    "|task|ticket|track|type|unit|version|ward|zone|rechnung|paragraph|figure|serial"
)
_NAMED = re.compile(
    rf"\b(?P<noun>{_NOUNS})s? (?:(?:no\.?|nr\.?|number|#) ?)?"
    r"(?P<code>(?-i:[A-HJ-Z])\b(?![’'.-])|[\w-]{0,12}\d[\w./:-]{0,24})",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\w@.])(?=[\w/-]{0,12}\d)[^\W\d_][\w/-]{1,24}(?![\w@])")
_SECTION = re.compile(r"§{1,2} ?(?P<code>\d[\w.-]{0,15})")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,80}")
_PHONE = re.compile(r"(?<![\w.,/-])\+?\(?\d[\d ()/.-]{6,18}\d(?![\w-])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERIOD = re.compile(r"\b(?P<first>(?:19|20)\d\d) ?[-‐‑–—/] ?(?P<last>(?:19|20)\d\d)\b")
_LEAST_DIGITS = 7  # of a telephone number
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ENDS = ".,:;/-"
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9&]{1,7}\b")
_ABOUT_WORDS = frozenset(terms("mean means meaning stand stands for define definition explain"))


class Identifier(NamedTuple):
    """What names one thing.

    Attributes:
        shape: what those of its kind have in common, such as "inv-9" or "exhibit".
        code: in small letters, such as "inv-1043" or "b".
    """

    shape: str
    code: str


def identifiers(text: str) -> frozenset[Identifier]:
    """Return the identifiers in a text.

    "Model R4" has two, of a model and of what begins with "R". Dates and amounts are none.

    Args:
        text: a question or words of a document.
    """
    if not any(map(str.isdigit, text)) and not _NAMED.search(text) and "@" not in text:
        return frozenset()
    return frozenset(_found(text))


def is_identifier(question: str) -> bool:
    """Return whether a question is a code alone, or asks what it means: "E02", "What is E02?".

    Args:
        question: in one line.
    """
    codes = frozenset(term for one in identifiers(question) for term in terms(one.code))
    return bool(codes) and frozenset(terms(question)) <= codes | _ABOUT_WORDS


def asked_abbreviation(question: str) -> str:
    """Return the abbreviation that a question is for, in small letters; empty for none.

    "What is the MTBF?" is. "What is the MTBF of the pump?" is for something of the pump.

    Args:
        question: in one line.
    """
    # "Who is the CEO?" is for a person, whom a text may call the chief executive.
    if question_kind(question) not in {"definition", "keyword", "other"}:
        return ""
    found = _ABBREVIATION.findall(question)
    if len(found) != 1 or question.isupper() != (question.strip(" ?") == found[0]):
        return ""
    of_it = frozenset(terms(found[0])) | _ABOUT_WORDS
    return found[0].casefold() if frozenset(terms(question)) <= of_it else ""


def _found(text: str) -> Iterator[Identifier]:
    days = [(date.start, date.end) for date in dates(text)]

    def is_date(found: re.Match[str]) -> bool:
        return any(found.start() < end and start < found.end() for start, end in days)

    for found in _NAMED.finditer(text):
        if is_date(found) or _YEAR.fullmatch(_bare(found["code"])):
            continue
        yield Identifier(found["noun"].casefold(), _bare(found["code"]))
    for found in _CODE.finditer(text):
        if not is_date(found):
            code = _bare(found[0])
            yield Identifier(_shape(code), code)
    for found in _SECTION.finditer(text):
        yield Identifier("section", _bare(found["code"]))
    for found in _MAIL.finditer(text):
        yield Identifier("@", _bare(found[0]))
    yield from _of_digits(text, is_date)


def _of_digits(text: str, is_date: Callable[[re.Match[str]], bool]) -> Iterator[Identifier]:
    """Yield the periods of years and the telephone numbers in a text."""
    for found in _PERIOD.finditer(text):
        yield Identifier("period", f"{found['first']}-{found['last']}")
    for found in _PHONE.finditer(text):
        groups = _DIGITS.findall(found[0])
        digits = "".join(groups)
        are_years = all(map(_YEAR.fullmatch, groups))
        if len(digits) >= _LEAST_DIGITS and not (are_years or is_date(found)):
            yield Identifier("telephone", digits[-_LEAST_DIGITS:])


def _bare(code: str) -> str:
    return code.rstrip(_ENDS).casefold()


def _shape(code: str) -> str:
    """Return the letters of a code, which those of its kind share: "inv" of "inv-1043"."""
    return "-".join(_LETTERS.findall(code))

"""The words of a sentence with its amounts and dates as values, whatever they are written like.

"1,000", "one thousand" and "1 000" are one amount, and so are "€1.2m" and "1,200,000 EUR". "2 May
2024" and "2024-05-02" are one date.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.text.analyzer import terms
from qa.text.dates import dates
from qa.text.folding import english_tokens, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.text.dates import Date
    from qa.text.folding import Token

WORD, NUMBER, DATE, SIGN = "word", "number", "date", "sign"

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_SMALL = {word: float(number) for number, word in enumerate(_UNITS.split())}
_TENS = {
    word: float(10 * number)
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),  # noqa: SIM905 - reads best
        start=2,
    )
}
_TIMES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "mio": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
}
_LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9}  # right after a number: "1.2m"
_CURRENCIES = {
    "€": "eur", "eur": "eur", "euro": "eur", "euros": "eur",
    "$": "usd", "usd": "usd", "dollar": "usd", "dollars": "usd",
    "£": "gbp", "gbp": "gbp", "pound": "gbp", "pounds": "gbp",
    "¥": "jpy", "yen": "jpy", "chf": "chf", "nok": "nok", "sek": "sek", "dkk": "dkk",
}  # fmt: skip
_PERCENT = frozenset({"%", "percent", "pct"})
_YEARS = range(1500, 2100)
_YEAR_DIGITS = 4
_APART = 1e-9  # of two amounts that are equal, written otherwise
_DIGITS = 2  # significant ones that a rounded amount has less
_ROUNDED = 0.02  # share of an amount by which a rounded one may differ
_HEDGES = frozenset("about around approximately roughly nearly almost over some circa ca".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Value:
    """A word, an amount, a date or a sign of a sentence.

    Attributes:
        kind: ``word``, ``number``, ``date`` or ``sign``.
        key: what equal ones share; of a word its stem, empty for a word such as "the".
        text: as it is written, in lower case.
        start: offset of its first character.
        end: offset after its last.
        amount: of a number.
        unit: of a number, its currency or ``%``; otherwise empty.
        date: of a date; a year alone has month 0.
    """

    kind: str
    key: str
    text: str
    start: int
    end: int
    amount: float = 0.0
    unit: str = ""
    date: tuple[int | None, int, int | None] | None = None


def values(text: str) -> list[Value]:
    """Return the words, amounts, dates and signs of a sentence in order.

    Args:
        text: the sentence; a comma parts thousands, as in English.
    """
    found: list[Value] = []
    read = english_tokens(tokens(text))
    known = deque(dates(text))  # in order, as the tokens are
    i = 0
    while i < len(read):
        token = read[i]
        while known and known[0].end <= token.start:
            known.popleft()
        if known and known[0].start <= token.start:
            date = known.popleft()
            while i < len(read) and read[i].start < date.end:
                i += 1
            found.append(_dated(date, text))
            continue
        amount, following = _amount(text, read, i)
        if amount is not None:
            found.append(amount)
            i = following
            continue
        found.append(_word(text, token))
        i += 1
    return found


def equal(one: Value, other: Value) -> bool:
    """Return whether two amounts or two dates may be the same.

    A rounded amount may be the exact one, and "May 2024" the second of it. Amounts in different
    units are not compared: nobody can say that they are the same, nor that they differ.

    Args:
        one: an amount or a date.
        other: another of its kind.
    """
    if one.date is not None and other.date is not None:
        return _same_date(one.date, other.date)
    if one.unit != other.unit and ((one.unit and other.unit) or "%" in (one.unit, other.unit)):
        return True
    a, b = sorted((one.amount, other.amount))
    if b - a <= _APART * max(abs(a), abs(b), 1.0):
        return True
    return any(_rounds(x, y) for x, y in ((a, b), (b, a)))


def is_hedge(value: Value) -> bool:
    """Return whether a word says that the amount after it is rounded.

    Args:
        value: a word.
    """
    return value.text in _HEDGES


def _dated(date: Date, text: str) -> Value:
    key = f"{date.year}-{date.month}-{date.day}"
    words = text[date.start : date.end].casefold()
    stated = (date.year, date.month, date.day)
    return Value(DATE, key, words, date.start, date.end, date=stated)


def _same_date(
    one: tuple[int | None, int, int | None], other: tuple[int | None, int, int | None]
) -> bool:
    pairs = zip(one, other, strict=True)
    return all(a == b or not a or not b for a, b in pairs)


def _amount(text: str, read: Sequence[Token], i: int) -> tuple[Value | None, int]:
    """Return the amount that begins at a token, and the number of the token after it."""
    first = i
    unit = ""
    if read[i].key in _CURRENCIES and i + 1 < len(read) and _is_figure(read[i + 1].key):
        unit = _CURRENCIES[read[i].key]
        i += 1
    if _is_figure(read[i].key):
        amount, figure = float(read[i].key), read[i]
        i += 1
        if i < len(read) and read[i].start == figure.end and read[i].key in _LETTERS:
            amount *= _LETTERS[read[i].key]
            i += 1
    else:
        spelt, i = _spelt(read, i)
        if spelt is None:
            return None, first
        amount, figure = spelt, read[first]
    while i < len(read) and read[i].key in _TIMES:
        amount *= _TIMES[read[i].key]
        i += 1
    if not unit and i < len(read) and read[i].key in _CURRENCIES:
        unit = _CURRENCIES[read[i].key]
        i += 1
    elif not unit and i < len(read) and read[i].key in _PERCENT:
        unit = "%"
        i += 1
    start, end = read[first].start, read[i - 1].end
    words = text[start:end].casefold()
    is_year = i == first + 1 and len(figure.key) == _YEAR_DIGITS and text[start:end].isdigit()
    if is_year and int(amount) in _YEARS:
        return Value(
            DATE, f"{int(amount)}-0-None", words, start, end, date=(int(amount), 0, None)
        ), i
    return Value(NUMBER, f"{amount:g}{unit}", words, start, end, amount, unit), i


def _spelt(read: Sequence[Token], i: int) -> tuple[float | None, int]:
    """Return a number in words, "one hundred and twenty-five", and the token after it."""
    total, part, first = 0.0, 0.0, i
    while i < len(read):
        key = read[i].key
        if key in _TENS:
            part += _TENS[key]
            if i + 2 < len(read) and read[i + 1].key == "-" and read[i + 2].key in _SMALL:
                part += _SMALL[read[i + 2].key]
                i += 2
        elif key in _SMALL:
            part += _SMALL[key]
        elif key in _TIMES and i > first:
            part = (part or 1.0) * _TIMES[key]
            if _TIMES[key] > _TIMES["hundred"]:
                total, part = total + part, 0.0
        elif not (key == "and" and i > first and read[i - 1].key in _TIMES and _goes_on(read, i)):
            break
        i += 1
    total += part
    return (total, i) if i > first else (None, first)


def _goes_on(read: Sequence[Token], i: int) -> bool:
    return i + 1 < len(read) and (read[i + 1].key in _TENS or read[i + 1].key in _SMALL)


def _is_figure(key: str) -> bool:
    """Return whether a key is a plain number, which has one value."""
    digits = key.removeprefix("-")
    return digits.isascii() and digits.replace(".", "", 1).isdigit() and digits[:1] != "."


def _word(text: str, token: Token) -> Value:
    words = text[token.start : token.end].casefold()
    if not token.is_word:
        return Value(SIGN, token.key, words, token.start, token.end)
    stems = terms(token.key)
    return Value(WORD, stems[0] if stems else "", words, token.start, token.end)


def _rounds(rounded: float, exact: float) -> bool:
    """Return whether one amount is the other, rounded: two digits less, and near."""
    fewer, more = _significant(rounded), _significant(exact)
    if not rounded or more < fewer + _DIGITS or abs(rounded - exact) > _ROUNDED * abs(exact):
        return False
    scale = 10.0 ** (math.floor(math.log10(abs(exact))) - fewer + 1)
    return abs(round(exact / scale) * scale - rounded) <= _APART * abs(rounded)


def _significant(amount: float) -> int:
    """Return the number of significant digits."""
    return len(f"{amount:.12g}".partition("e")[0].replace(".", "").strip("-0"))

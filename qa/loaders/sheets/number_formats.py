"""Numbers as a spreadsheet shows them, by the codes of their formats: ``#,##0.00 "kr"``.

A file stores 0.125 and a code, a reader sees 12.5 %. The one library that applies the codes
(ssf) has rested since 2020 and brings seven others; the codes are in ECMA-376, part 1, 18.8.31.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.sheets.serial_dates import date_shown, general_date, is_date

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"},
    **{18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm"},
    **{37: "#,##0 ;(#,##0)", 38: "#,##0 ;(#,##0)", 39: "#,##0.00;(#,##0.00)"},
    **{40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0"},
    49: "@",
}
"""Codes of the formats that are known by their number. The numbers 14 and 22 stand for the short
date of the reader's own country: it is written so that no reader takes the day for the month."""

_LONGEST_CODE = 255  # characters, as in Excel
_WHOLE = 10**15  # below it, a floating-point number says each digit
_TOKEN = re.compile(
    r"""(?P<literal>"[^"]*"?|\\.|_.|\*.)
      | (?P<bracket>\[[^\]]*\]?)
      | (?P<general>general)
      | (?P<clock>am/pm|a/p)
      | (?P<exponent>e[+-])
      | (?P<date>y+|m+|d+|h+|s+|e+|g+|b+)
      | (?P<digit>[0#?])
      | (?P<sign>[.,%/@;])
      | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d{1,15}(?:\.\d{1,15})?)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)")


class Token(NamedTuple):
    """A part of a code.

    Attributes:
        kind: ``literal``, ``digit``, ``date`` and so on.
        text: what stands there; of a literal, what is shown.
    """

    kind: str
    text: str


class _Section(NamedTuple):
    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None


def number_shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """Return a number as the format shows it.

    Args:
        value: as it is stored; of a date, the days since the beginning of the calendar.
        code: of the format; empty for the general one.
        from_1904: whether the calendar begins in 1904, as in files of old Macintoshes.
    """
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - not a number
        return ""
    if not code or len(code) > _LONGEST_CODE:
        return general(value)
    section, is_signed = _section_for(value, _sections(code))
    if section is None:
        return general(value)
    kinds = {token.kind for token in section.tokens}
    if is_date(section.tokens):
        return date_shown(value, section.tokens, from_1904=from_1904) or general(value)
    try:
        with localcontext() as context:
            context.prec = 400  # a format may ask for 255 digits of 1e308
            shown = _number(abs(value), section.tokens)
    except (InvalidOperation, OverflowError, ValueError, ZeroDivisionError):
        return general(value)
    is_bare = not kinds - {"literal", "other"}
    return f"-{shown}" if is_signed and value < 0 and not is_bare else shown.strip()


def text_shown(text: str, code: str) -> str:
    """Return a text as the format shows it: some put words around it.

    Args:
        text: of the cell.
        code: of the format.
    """
    if "@" not in code or code == "@" or len(code) > _LONGEST_CODE:
        return text
    tokens = _sections(code)[-1].tokens
    if not any(token.text == "@" for token in tokens):
        return text
    return "".join(text if t.text == "@" else t.text for t in tokens if t.kind != "bracket")


def is_date_code(code: str) -> bool:
    """Return whether a format shows dates or times.

    Args:
        code: of the format.
    """
    return bool(code) and len(code) <= _LONGEST_CODE and is_date(_sections(code)[0].tokens)


def general(value: float) -> str:
    """Return a number as the general format shows it where there is room.

    Args:
        value: any number.
    """
    if value == int(value) and abs(value) < _WHOLE:
        return str(int(value))
    shown = f"{value:.10g}" if abs(value) < 10**10 else f"{value:.15g}"
    return shown.replace("e", "E")


def date_time_shown(value: float, *, from_1904: bool = False) -> str:
    """Return a day and time of a cell that has no format of its own.

    Args:
        value: days since the beginning of the calendar.
        from_1904: whether the calendar begins in 1904.
    """
    return general_date(value, from_1904=from_1904) or general(value)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    for match in (*_TOKEN.finditer(code), None):
        kind, text = (match.lastgroup or "", match[0]) if match else ("sign", ";")
        if kind == "sign" and text == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "literal":
            # "_" leaves the width of a character free, "*" fills the cell with one.
            shown = {"_": " ", "*": ""}.get(text[0], text.strip('"') if text[0] == '"' else text[1])
            tokens.append(Token(kind, shown))
        elif kind == "bracket":
            elapsed, limit = _ELAPSED.fullmatch(text), _CONDITION.fullmatch(text)
            currency = _CURRENCY.match(text)
            if elapsed:
                tokens.append(Token("elapsed", elapsed[1].lower()))
            elif limit:
                condition = limit[1], Decimal(limit[2])
            elif currency:
                tokens.append(Token("literal", currency[1]))
        else:
            tokens.append(Token(kind, text))
    return tuple(sections)


def _section_for(value: float, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """Return the section for a number, and whether it shows the sign of a negative one."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _holds(value, *section.condition):
                return section, section is numeric[0] or section.condition is None
        return None, True
    if len(numeric) == 1 or value > 0:
        return numeric[0], len(numeric) == 1
    if value < 0:
        return numeric[1], False
    return numeric[2 if len(numeric) > 2 else 0], False  # noqa: PLR2004 - the third is for zero


def _holds(value: float, sign: str, limit: Decimal) -> bool:
    number = Decimal(value)
    return {
        "<": number < limit,
        ">": number > limit,
        "=": number == limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "<>": number != limit,
    }[sign]


def _number(value: float, tokens: tuple[Token, ...]) -> str:
    if any(token.kind == "general" for token in tokens):
        number = general(value)
        return "".join(number if token.kind == "general" else token.text for token in tokens)
    number = Decimal(f"{value:.15g}") * 100 ** sum(token.text == "%" for token in tokens)
    at = [i for i, token in enumerate(tokens) if token.kind == "digit"]
    if not at:
        return "".join(general(value) if t.text == "@" else t.text for t in tokens)
    slash = next((i for i in range(at[0], at[-1]) if tokens[i] == Token("sign", "/")), 0)
    if slash:
        return _fraction(number, tokens, slash)
    power = next((i for i, token in enumerate(tokens) if token.kind == "exponent"), 0)
    if power:
        return _scientific(number, tokens, power)
    return _fixed(number, tokens)


def _fixed(number: Decimal, tokens: tuple[Token, ...]) -> str:
    """Return a number with its digits where the format has them."""
    point = next((i for i, t in enumerate(tokens) if t == Token("sign", ".")), len(tokens))
    whole = [i for i, token in enumerate(tokens[:point]) if token.kind == "digit"]
    places = [i for i in range(point, len(tokens)) if tokens[i].kind == "digit"]
    last = (whole or [point])[-1]
    scaling = {
        i
        for end in ((whole or [-1])[-1], (places or [-1])[-1])
        for i in _commas(tokens, end + 1)
        if end >= 0
    }
    number /= 1000 ** len(scaling)  # each comma behind the digits: shown in thousands
    number = number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    digits, _, decimals = f"{number:f}".partition(".")
    in_groups = any(tokens[i] == Token("sign", ",") for i in range((whole or [0])[0], last))
    shown = dict(zip(places, decimals, strict=False))
    for i in reversed(places):
        if tokens[i].text == "0" or shown[i] != "0":
            break
        shown[i] = ""
    shown |= _digits(digits.lstrip("0"), [(i, tokens[i].text) for i in whole], in_groups=in_groups)
    parts = []
    for i, token in enumerate(tokens):
        is_comma = i in scaling or (token == Token("sign", ",") and (whole or [0])[0] < i < last)
        parts.append("" if is_comma else shown.get(i, token.text))
    return "".join(parts)


def _commas(tokens: tuple[Token, ...], begin: int) -> Iterator[int]:
    for i in range(begin, len(tokens)):
        if tokens[i] != Token("sign", ","):
            return
        yield i


def _digits(digits: str, places: list[tuple[int, str]], *, in_groups: bool) -> dict[int, str]:
    """Return what stands in each place for a digit; the first has all that are left."""
    shown: dict[int, str] = {}
    count = 0

    def take(digit: str) -> str:
        nonlocal count
        count += 1
        return f"{digit}," if in_groups and count > 1 and count % 3 == 1 else digit

    for number, (i, sign) in enumerate(reversed(places)):
        if digits:
            shown[i], digits = take(digits[-1]), digits[:-1]
        else:
            shown[i] = take("0") if sign == "0" else ""
        if number + 1 == len(places):
            while digits:
                shown[i], digits = take(digits[-1]) + shown[i], digits[:-1]
    return shown


def _scientific(number: Decimal, tokens: tuple[Token, ...], power: int) -> str:
    point = next((i for i, t in enumerate(tokens) if t == Token("sign", ".")), power)
    step = max(1, sum(token.kind == "digit" for token in tokens[: min(point, power)]))
    exponent = (number.adjusted() // step) * step if number else 0
    mantissa = _fixed(number.scaleb(-exponent), tokens[:power])
    width = sum(token.kind == "digit" for token in tokens[power:])
    sign = "-" if exponent < 0 else tokens[power].text[1].replace("-", "")
    rest = "".join(t.text for t in tokens[power + 1 :] if t.kind != "digit")
    return f"{mantissa}E{sign}{abs(exponent):0{width}d}{rest}"


def _fraction(number: Decimal, tokens: tuple[Token, ...], slash: int) -> str:
    after = "".join(t.text for t in tokens[slash + 1 :] if t.kind in {"digit", "other"}).strip()
    signs = [token for token in tokens[:slash] if token.kind == "digit" or token.text == " "]
    has_whole = any(token.text == " " for token in signs)
    whole = int(number) if has_whole else 0
    rest = Fraction(number) - whole
    if after.isdecimal() and int(after):
        top, bottom = round(rest * int(after)), int(after)
    else:
        near = rest.limit_denominator(10 ** min(max(1, len(after)), 6) - 1)
        top, bottom = near.numerator, near.denominator
    if has_whole and top == bottom:
        whole, top = whole + 1, 0
    if not top:
        return str(whole)
    return f"{whole} {top}/{bottom}" if whole else f"{top}/{bottom}"

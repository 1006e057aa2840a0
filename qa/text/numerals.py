"""Numbers as they are written, and the value of a spelling that has only one reading.

``1 000 000``, ``1,000,000`` and ``1'000'000`` are one number, ``1½`` is ``1 1/2``. A spelling
that has two readings equals itself alone: ``1.500`` is one and a half in London, fifteen hundred
in Berlin. The rules are stated in ``docs/checking.md``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SPACES = " \u00a0\u2005-\u200a\u202f"
"""Spaces that part groups of digits, as the inside of a character class."""

APOSTROPHES = "'’ʼ＇"
VULGAR = "¼-¾⅐-⅞↉"
CIRCLED = "①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿"

_SLASHES = "/⁄∕"
_MINUS = "−‐‑‒–﹣－-"  # a dash this long may be a sign; an em dash is not
_GROUPS = rf"{SPACES}{APOSTROPHES}٬"
_POINTS = ".,．，٫٬"
_OPENERS = r"(\[{<>=≤≥≈~\"'“„«‘"  # before a sign; after a word or a number a dash is not a sign

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("’ʼ＇٬", "'"),
        **dict.fromkeys(_MINUS, "-"),
        **dict.fromkeys("\u00a0\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " "),
        "，": ",",
        "．": ".",
        "٫": "d",  # only ever a decimal sign
    }
)
_WHOLE_BEFORE_RAISED = re.compile(r"(?<=\d)(?=[⁰¹²³⁴-⁹])")  # 1²⁄₃
_MIXED = re.compile(r"(\d+) {1,2}(\d+/\d+)")
_POWER_OF_TEN = re.compile(r"10 ?- ?(\d{1,2})")
_DECIMALS = (
    re.compile(r"([1-9]\d{0,2}(?:[ ']\d{3})+)(?:[.,d](\d+))?"),  # 1 000 000,5
    re.compile(r"([1-9]\d{0,2}(?:,\d{3}){2,})(?:[.d](\d+))?"),  # 1,000,000.5
    re.compile(r"([1-9]\d{0,2}(?:\.\d{3}){2,})(?:[,d](\d+))?"),  # 1.000.000,5
    re.compile(r"([1-9]\d?(?:,\d\d)+,\d{3})(?:[.d](\d+))?"),  # 10,00,000.5, as in India
    re.compile(r"([1-9]\d{0,2},\d{3})[.d](\d+)"),  # 1,000.5
    re.compile(r"([1-9]\d{0,2}\.\d{3})[,d](\d+)"),  # 1.000,5
    re.compile(r"(\d{4,}),(\d+)"),  # 1000,5
    re.compile(r"(\d+)d(\d+)"),
)
"""Whole part, whose signs between digits part groups, and decimals."""

_THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")


def number_pattern(inside: str, raised: str, lowered: str) -> str:
    """Return the pattern of a number, as a verbose expression without a group.

    Args:
        inside: class of the invisible characters that may be between two digits.
        raised: raised characters, as the inside of a class.
        lowered: lowered ones.
    """
    digits = rf"\d(?:{inside}*\d)*"
    return rf"""
        (?<![\d.,/'{_MINUS}])10[{SPACES}]?[{_MINUS}][{SPACES}]?\d{{1,2}}(?!\d|[.,/{_MINUS}]\d)
      | (?<![\w.)\]])\.\d+                                                        # .5
      | (?:(?<![^\s{_OPENERS}])[{_MINUS}](?=[\d{VULGAR}]))?                       # a sign
        (?: (?<!\d[{SPACES}])(?!0)\d{{1,3}}(?:[{_GROUPS}]\d{{3}}){{1,4}}
            (?![{_GROUPS}]?\d)(?:[.,٫]\d+)?                                       # 1 000 000,5
          | \d{{1,3}}[{SPACES}]\d{{1,3}}[{_SLASHES}]\d{{1,3}}(?![\d{_SLASHES}])   # 1 1/2
          | (?:\d{{1,4}}[{SPACES}]?)?
            (?:[{VULGAR}]|[⅟][\d₀-₉]{{1,4}}|[⁰¹²³⁴-⁹]{{1,4}}⁄[₀-₉]{{1,4}})        # 1½  ²⁄₃
          | \d+(?:[{SPACES}]?[{_SLASHES}][{SPACES}]?\d+)+                         # 1/2  24/7
          | {digits}(?:[{_POINTS}]{digits})*                                      # 20,000  3.5
        )
        (?:[{raised}{lowered}{CIRCLED}]+|\^[+{_MINUS}]?[^\W_]+)?                  # 10²  10^2
    """


def number_key(number: str, tail: str = "") -> str:
    """Return the key of a number, the same for all spellings of one value.

    Args:
        number: as it is written, its digits in ASCII, without what is raised after it.
        tail: key of what is raised after it.
    """
    apart = _WHOLE_BEFORE_RAISED.sub(" ", number)
    plain = "".join(map(_in_full, apart)).translate(_PLAIN).strip()
    sign = "-" if plain.startswith("-") else ""
    plain = plain.removeprefix("-")
    power = _POWER_OF_TEN.fullmatch(plain)
    if power:
        return f"10^-{power[1]}"
    mixed = _MIXED.fullmatch(plain)
    if mixed:
        return f"{sign}{mixed[1]}+{mixed[2]}{tail}"
    if "/" in plain:
        return f"{sign}{plain.replace(' ', '')}{tail}"
    return f"{sign}{_value(plain)}{tail}"


def in_english(key: str) -> str:
    """Return a key as an English text means it, where a comma parts thousands: ``1,500``.

    Args:
        key: of a number.
    """
    return key.replace(",", "") if _THOUSANDS.fullmatch(key) else key


@cache
def ascii_digits() -> dict[int, str]:
    """Return every decimal digit of Unicode → the same digit in ASCII, for ``str.translate``."""
    return {
        code: str(unicodedata.decimal(chr(code)))
        for code in range(0x80, 0x1FC00)
        if unicodedata.category(chr(code)) == "Nd"
    }


def _in_full(char: str) -> str:
    """Return a vulgar fraction in full, parted from a number before it."""
    kind = unicodedata.decomposition(char).partition(" ")[0]
    if kind == "<fraction>":
        return f" {unicodedata.normalize('NFKD', char)}"
    return unicodedata.normalize("NFKD", char) if kind in ("<super>", "<sub>") else char


def _value(plain: str) -> str:
    if plain.isdigit():
        return plain
    if plain.startswith("."):
        return f"0{plain}"
    for form in _DECIMALS:
        found = form.fullmatch(plain)
        if found:
            whole = re.sub(r"\D", "", found[1])
            return f"{whole}.{found[2]}" if found[2] else whole
    return plain

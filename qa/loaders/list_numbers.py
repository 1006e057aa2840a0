"""Numbers of lists as office programs write them: 4, iv, d, the fourth in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"  # as Word counts: without ё, й, ъ, ь
_MOST_LETTERS = 10  # times that a letter is repeated
_CHINESE = "〇一二三四五六七八九"
_MOST_CHINESE = 99
_TEENS = (11, 13)


def list_number(value: int, form: str) -> str:
    """Return a number as a list has it.

    Args:
        value: of the number.
        form: name of the form in WordprocessingML, such as ``lowerRoman``; a form that is not
            known here gives digits.
    """
    written = _FORMS.get(form)
    return written(value) if written and value > 0 else str(value)


def _roman(value: int) -> str:
    if value > _MOST_ROMAN:
        return str(value)
    parts: list[str] = []
    for size, sign in _ROMAN:
        parts.append(sign * (value // size))
        value %= size
    return "".join(parts)


def _letters(alphabet: str) -> Callable[[int], str]:
    def written(value: int) -> str:
        times, at = divmod(value - 1, len(alphabet))
        return alphabet[at] * (times + 1) if times < _MOST_LETTERS else str(value)

    return written


def _ordinal(value: int) -> str:
    is_teen = _TEENS[0] <= value % 100 <= _TEENS[1]
    return f"{value}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _chinese(value: int) -> str:
    if value > _MOST_CHINESE:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return head + (_CHINESE[ones] if ones else "")


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "russianLower": _letters(_RUSSIAN),
    "russianUpper": _letters(_RUSSIAN.upper()),
    "decimalZero": lambda value: f"{value:02d}",
    "ordinal": _ordinal,
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "ideographDigital"),
            *("japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"),
        ),
        _chinese,
    ),
}

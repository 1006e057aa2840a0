"""Raised and lowered text in plain characters: 10⁹ is not 109, and a note's mark is not a power."""

from __future__ import annotations

import re

_SIGNS = "+−-–=()"
_RAISED = dict(zip("0123456789+=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁼⁽⁾", strict=True))
_LOWERED = dict(zip("0123456789+=()", "₀₁₂₃₄₅₆₇₈₉₊₌₍₎", strict=True))
_RAISED.update(dict.fromkeys("−-–", "⁻") | dict(zip("nikxmt", "ⁿⁱᵏˣᵐᵗ", strict=True)))
_LOWERED.update(dict.fromkeys("−-–", "₋") | dict(zip("ijkmnxt", "ᵢⱼₖₘₙₓₜ", strict=True)))
_MARKS = re.compile(r"\d{1,3}(?:[,;] ?\d{1,3}){0,9}")  # of notes, as in "the office1,2 closed"
_LONGEST = 20  # characters; longer raised text is a text of its own
_BEFORE_MARK = re.compile(r"(?:[^\W\d_]{3,40}[)\]\"'”’»]?|[.,;:!?…][)\]\"'”’»]?|[\"”’»])\Z")
_BEFORE_POWER = re.compile(
    r"(?:\b(?:sin|cos|tan|cot|log|mol|min|rad|bar|inch|inches|foot|feet|yard|yards|mile|miles"
    r"|met(?:er|re)s?|Meter|pixels?))\Z",
    re.IGNORECASE,
)
_LOOKED_AT = 60  # characters before


def raised(text: str, before: str) -> str:
    """Return raised text as it can be told from text on the line.

    Behind a number, a unit or a letter, digits are a power: ``10⁹``. Behind a word or a full
    stop they are the mark of a note: ``office[2]``. Letters stay as they are, as in ``2nd``,
    but for those that are mostly exponents (``2ⁿ``). What has no raised characters is set
    apart by a caret: ``2^(1/2)``.

    Args:
        text: that is raised, on one line.
        before: the text in front of it.
    """
    bare = text.strip()
    near = before[-_LOOKED_AT:]
    if not bare or len(bare) > _LONGEST:
        return text
    if _MARKS.fullmatch(bare) and _BEFORE_MARK.search(near) and not _BEFORE_POWER.search(near):
        return text.replace(bare, f"[{bare}]")
    if _MARKS.fullmatch(bare) and not bare.isdecimal():
        return "".join(_RAISED.get(char, char) for char in text)
    return text.replace(bare, _set_off(bare, _RAISED, "^"))


def lowered(text: str) -> str:
    """Return lowered text as it can be told from text on the line, as in ``H₂O``.

    Args:
        text: that is lowered, on one line.
    """
    bare = text.strip()
    if not bare or len(bare) > _LONGEST:
        return text
    return text.replace(bare, _set_off(bare, _LOWERED, "_"))


def _set_off(bare: str, characters: dict[str, str], sign: str) -> str:
    says_number = any(char.isdecimal() for char in bare)
    if not says_number and not (len(bare) == 1 and bare in characters):
        is_signed = len(bare) > 1 and any(char in "+−-" for char in bare)
        if not (is_signed and all(char in characters for char in bare)):
            return bare
    if all(char in characters for char in bare):
        return "".join(characters[char] for char in bare)
    if bare.isalnum() and not bare.isascii():
        return bare  # raised already
    if any(char.isalpha() for char in bare) and not any(char in _SIGNS + "/*·" for char in bare):
        # A mark such as 2a, or the charge of an ion: only its digits can be mistaken.
        return "".join(characters.get(char, char) if char.isdecimal() else char for char in bare)
    return f"{sign}({bare})"

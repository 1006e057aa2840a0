"""Enumerators and labels: what numbers or names the words that follow, and says nothing alone."""

from __future__ import annotations

import re

_ENUMERATOR = r"[(\[]?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[^\W\d_]|[ivxlIVXL]{2,6})[.)\]:]{1,2}"
_NAMES = (
    "step|section|clause|article|item|point|phase|stage|part|rule|tip|note|example|lesson|"
    "schritt|abschnitt|artikel|punkt|teil|regel|hinweis|beispiel|ziffer|étape|paso|passo|stap|"
    "question|frage|answer|antwort|q|a|f|réponse|respuesta"
)
_MARKUP = "*_`# \t\u00a0"

_LABELS = re.compile(
    rf"""{_ENUMERATOR}
        | [-–—•‣◦·▪●■□▸►➢✓✔*+]                                # a bullet
        | (?:(?i:{_NAMES})[ ]?(?:\d{{1,3}}[a-z]?)?|§[ ]?\d{{1,4}}[a-z]?)[.:)]
        | (?i:{_NAMES})[ ]\d{{1,3}}
        """,
    re.VERBOSE,
)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ0-9 ,&/'’()-]{1,60}[.:]")
_FEW = 4  # words of a label in capitals, or of the title behind an enumerator
_LONGEST = 70  # characters of a label

_ITEM = re.compile(
    r"""[ \t]*(?:
        [-*+•‣◦·▪●■□▸►➢✓✔–—][ \t\u00a0]        # a bullet
        | [(\[]?\d{1,3}[.)\]]{1,2}[ \t\u00a0]  # a number
        | \(?[a-zA-Z]\)[ \t\u00a0]             # a letter
        | \(?[ivx]{1,5}\)[ \t\u00a0]           # a Roman number
        | [a-h]\.[ \t]
        )""",
    re.VERBOSE,
)


def is_enumerator(text: str) -> bool:
    """Return whether a text is an enumerator, a bullet or a numbered name, such as "Step 3:".

    Args:
        text: without white space around.
    """
    return len(text) <= _LONGEST and _LABELS.fullmatch(text.strip(_MARKUP)) is not None


def is_label(text: str) -> bool:
    """Return whether a text is an enumerator, a label in capitals, or one after the other.

    Args:
        text: without white space around, such as "2. TERM.".
    """
    if len(text) > _LONGEST:
        return False
    bare = text.strip(_MARKUP)
    if _LABELS.fullmatch(bare):
        return True
    first, _, rest = bare.partition(" ")
    words = rest.strip(_MARKUP) if _LABELS.fullmatch(first) else bare
    return len(words.split()) <= _FEW and _CAPITALS.fullmatch(words) is not None


def is_title(text: str) -> bool:
    """Return whether a text is short enough to name what follows, as in "3. Rent. The Tenant …".

    Args:
        text: a sentence behind an enumerator.
    """
    return len(text) <= _LONGEST and text.endswith(".") and len(text.split()) < _FEW


def item_at(line: str) -> int:
    """Return the length of the marker that makes a line a list item; 0 where there is none.

    Args:
        line: of a text, with the white space in front.
    """
    found = _ITEM.match(line)
    return found.end() if found else 0

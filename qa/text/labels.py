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
_LEVELS = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,4}")  # of a clause: "6.4 PETS."
_LEAST = 4  # characters of a label behind such a number, which may be an amount: "2.5 KG."
_SIGNAL = re.compile(
    r"(?:WARNING|CAUTION|DANGER|NOTE|NOTICE|IMPORTANT|ACHTUNG|GEFAHR|WARNUNG|VORSICHT|HINWEIS|"
    r"WICHTIG|ATTENTION|AVERTISSEMENT|IMPORTANTE|ATTENZIONE|ADVERTENCIA)"
    r"(?:!|(?:[ ]?[–—-]|(:))[ ](.{1,60}[.!]))"
)
_FEW = 4  # words of a label in capitals, or of the title behind an enumerator or signal word
_LONGEST = 70  # characters of a label

_LONGEST_RUN_IN = 40
_RUN_IN = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]*(?:[ /&-][^\W\d_]+)*[.:]")
_IN_SENTENCES = frozenset(
    """
    yes no never none always maybe perhaps sure correct nothing nobody everyone all both neither
    is are was were has have had do does did can may must shall will should would could not i we
    you he she it they this that there here see please ask go come call pay
    """.split()  # noqa: SIM905 - a list of words reads best as words
)

_MARKER_WITHIN = 40  # characters, white space in front included
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

    So is a signal word with the hazard that it names.

    Args:
        text: without white space around, such as "2. TERM.".
    """
    if len(text) > _LONGEST:
        return False
    bare = text.strip(_MARKUP)
    if _LABELS.fullmatch(bare) or _is_signal(bare):
        return True
    first, _, rest = bare.partition(" ")
    behind = rest.strip(_MARKUP)
    levels = _LEVELS.fullmatch(first) is not None and len(behind) >= _LEAST
    words = behind if levels or _LABELS.fullmatch(first) else bare
    return len(words.split()) <= _FEW and _CAPITALS.fullmatch(words) is not None


def _is_signal(text: str) -> bool:
    """Return whether a text is a signal word with a hazard: "WARNING – Risk of scalding."."""
    found = _SIGNAL.fullmatch(text)
    if found is None:
        return False
    # Behind a colon, four words are mostly a sentence: "NOTE: The pool is closed.".
    return len((found[2] or "").split()) <= (_FEW - 1 if found[1] else _FEW)


def is_title(text: str) -> bool:
    """Return whether a text is short enough to name what follows, as in "3. Rent. The Tenant …".

    Args:
        text: a sentence behind an enumerator.
    """
    return len(text) <= _LONGEST and text.endswith(".") and len(text.split()) < _FEW


def is_run_in(text: str) -> bool:
    """Return whether a sentence is a heading that its paragraph begins with: "Lead engineer.".

    Args:
        text: of the first sentence of a paragraph.
    """
    if len(text) > _LONGEST_RUN_IN or not _RUN_IN.fullmatch(text):
        return False
    words = text[:-1].casefold().split()
    return len(words) <= _FEW and _IN_SENTENCES.isdisjoint(words)


def item_at(line: str) -> int:
    """Return the length of the marker that makes a line a list item; 0 if missing.

    Args:
        line: of a text, with the white space in front.
    """
    found = _ITEM.match(line)
    return found.end() if found else 0


def is_item(text: str) -> bool:
    """Return whether a text begins as a list item does.

    Args:
        text: of a unit or paragraph.
    """
    return item_at(text[:_MARKER_WITHIN]) > 0

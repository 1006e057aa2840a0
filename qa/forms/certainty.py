"""How sure a written answer is, and how a form shows it."""

from __future__ import annotations

from enum import Enum


class Certainty(str, Enum):
    """How sure an answer in a form is; each equals its name in JSON."""

    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    NOT_FOUND = "not_found"
    CLOSEST = "closest"
    EARLIER = "earlier"


WORDS = {
    Certainty.LIKELY: "likely",
    Certainty.UNCERTAIN: "uncertain",
    Certainty.NOT_FOUND: "not found",
    Certainty.CLOSEST: "not found, with the closest passage",
    Certainty.EARLIER: "earlier answer",
}
"""What each is called."""

STYLE_NAMES = {
    **{certainty: f"Quoth {words}" for certainty, words in WORDS.items()},
    Certainty.CLOSEST: "Quoth closest",
}
"""Names of the styles in a form, which its user can change or search for."""

FILLS = {
    Certainty.LIKELY: "E2F0D9",
    Certainty.UNCERTAIN: "FFF2CC",
    Certainty.NOT_FOUND: "EDEDED",
    Certainty.CLOSEST: "FBE5D6",
    Certainty.EARLIER: "DDEBF7",
}
"""Colours behind the text, in hexadecimal."""

UNANSWERED = "Not found in the documents. Closest passage"
"""What the line above closest passages begins with."""


def is_unanswered(text: str) -> bool:
    """Return whether a text of a form still says that it is no answer, whatever its style.

    Args:
        text: of a cell or a paragraph.
    """
    return UNANSWERED in " ".join(text.split())

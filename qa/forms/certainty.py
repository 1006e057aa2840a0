"""How sure a written answer is, and how a form shows it."""

from __future__ import annotations

from enum import Enum


class Certainty(Enum):
    """How sure an answer in a form is."""

    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    NOT_FOUND = "not found"
    EARLIER = "earlier answer"


STYLE_NAMES = {one: f"Quoth {one.value}" for one in Certainty}
"""Names of the styles in a form, which its user can change or search for."""

FILLS = {
    Certainty.LIKELY: "E2F0D9",
    Certainty.UNCERTAIN: "FFF2CC",
    Certainty.NOT_FOUND: "EDEDED",
    Certainty.EARLIER: "DDEBF7",
}
"""Colours behind the text, in hexadecimal."""

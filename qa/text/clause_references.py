"""The numbers of clauses and schedules: a text's own, and those that a sentence refers to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PARTS = (
    "clauses?|sections?|articles?|paragraphs?|paras?|rules?|§{1,2}|ziffern?|nummer|abschnitt|"
    "artikels?|absatz|clausula|cláusula|articolo"
)
_ATTACHED = (
    "schedules?|annex|annexes|annexure|appendix|exhibits?|anlagen?|anhang|annexe|bijlage|anexo"
)
_NUMBER = r"\d{1,3}(?:\.\d{1,3}){0,4}"
_REFERENCE = re.compile(
    rf"(?<!\w)(?:(?P<part>{_PARTS})|(?P<attached>{_ATTACHED}))(?<=[\w§])\s{{0,2}}"
    rf"(?P<number>{_NUMBER}|[IVX]{{1,5}}\b|[A-Z]\b)(?![\w%])",
    re.IGNORECASE,
)
_HEADING = re.compile(rf"(?P<number>{_NUMBER})(?:[.):]|(?=\s))")
_OWN = re.compile(
    r"(?:(?<=\n)|(?<=[.;:]\s))[ \t]{0,8}(?:"
    r"(?:§|(?i:clause|section|article|artikel|ziffer)) ?(?P<named>\d{1,3}(?:\.\d{1,3}){0,4})\b"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3}){1,4}[.)]?|\d{1,3}[.)])(?=\s))"
)
_REACH = 3_000  # characters above a sentence in which the number of its clause is


class Label(NamedTuple):
    """The number of a part of a document.

    Attributes:
        number: such as ``7.2`` or ``iii``.
        is_attached: whether it is that of a schedule, an annex or the like.
    """

    number: str
    is_attached: bool = False


class Reference(NamedTuple):
    """A number that a sentence refers to, ``sentence[start:end]``."""

    label: Label
    start: int
    end: int


def references(sentence: str) -> Iterator[Reference]:
    """Yield the clauses and schedules that a sentence refers to.

    Args:
        sentence: such as "Clause 7.2 of the Lease is deleted.".
    """
    for found in _REFERENCE.finditer(sentence):
        number = found["number"]
        if number.isalpha() and not number.isupper():
            continue  # "section a" is no reference, "Annex A" is
        label = Label(number.casefold(), found["attached"] is not None)
        yield Reference(label, found.start(), found.end())


def labels_of(text: str, start: int, headings: Sequence[str]) -> list[Label]:
    """Return the numbers of the clause that a sentence is in, and of those around it, inner first.

    Args:
        text: of the document.
        start: offset of the sentence.
        headings: above it.
    """
    found: list[Label] = []
    begins = max(0, start - _REACH)
    window = f"\n{text[begins : start + _REACH]}"
    at = start - begins + 1
    own = [one for one in _OWN.finditer(window, 0, at + 20) if one.start() <= at]
    inside = False
    for heading in reversed(headings):
        named = next(references(heading), None)
        if named is not None and not named.start:
            found.append(named.label)
            inside = inside or named.label.is_attached
        elif numbered := _HEADING.match(heading):
            found.append(Label(numbered["number"]))
    if own and not inside:
        levels = (own[-1]["named"] or own[-1]["number"]).rstrip(".)").split(".")
        chapters = [label.number for label in found]
        if not chapters or levels[0] in chapters or len(levels) == 1:
            own_labels = [Label(".".join(levels[:n])) for n in range(len(levels), 0, -1)]
            found = [*own_labels, *(label for label in found if label not in own_labels)]
    return found

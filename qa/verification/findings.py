"""What a check finds of a claimed quotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.text.alignment import Change

EXACT, ALTERED, STITCHED, ELSEWHERE, ABSENT = "exact", "altered", "stitched", "elsewhere", "absent"

WORDS = {
    EXACT: "exact",
    ALTERED: "altered",
    STITCHED: "joined",
    ELSEWHERE: "elsewhere",
    ABSENT: "not found",
}
"""Verdict, as JSON and Python have it → what people read, on the page and from the command."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document that a finding is about.

    Attributes:
        doc_id: of the document.
        title: of the document.
        page: 1-based, None if the document has no pages.
        start: offset of the first character.
        end: offset after the last.
        text: the words, ``document.text[start:end]``.
    """

    doc_id: str
    title: str
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check finds of a claimed quotation.

    Attributes:
        claim: as it was passed.
        verdict: ``exact``, apart from typography; ``altered``, ``stitched`` from several
            passages, ``elsewhere`` than in the documents it was said to be from, or ``absent``.
        places: of ``exact`` and ``elsewhere`` all occurrences, at most five; of ``stitched`` each
            piece; of ``altered`` the most similar words; of ``absent`` the closest sentence, if
            any comes close.
        changes: of ``altered``, what differs; of ``stitched``, what was left out between two
            pieces that are close together. Offsets point into the document of ``places``.
        typography: kinds of typography in which claim and text differ.
    """

    claim: str
    verdict: str
    places: tuple[Place, ...] = ()
    changes: tuple[Change, ...] = ()
    typography: tuple[str, ...] = ()

"""What could not be read of the pages of a PDF, as notes for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Fault(NamedTuple):
    """What is amiss with a page.

    Attributes:
        one: what is said of a page.
        several: what is said of pages.
    """

    one: str
    several: str


NO_TEXT = Fault("has no text (scanned?)", "have no text (scanned?)")
PICTURE = Fault(
    "is a picture with little text beside it (scanned?)",
    "are pictures with little text beside them (scanned?)",
)
UNREADABLE = Fault(
    "cannot be read (its fonts have no table of characters)",
    "cannot be read (their fonts have no table of characters)",
)
UNREADABLE_IN_PART = Fault(
    "has words that cannot be read (in a font that has no table of characters)",
    "have words that cannot be read (in fonts that have no table of characters)",
)


def notes_of(faults: Sequence[Fault | None]) -> tuple[str, ...]:
    """Return a note for each run of pages with the same fault.

    Args:
        faults: of each page, None if missing.
    """
    runs: list[tuple[Fault, int, int]] = []
    for number, fault in enumerate(faults, start=1):
        if fault is None:
            continue
        if runs and runs[-1][0] == fault and runs[-1][2] == number - 1:
            runs[-1] = (fault, runs[-1][1], number)
        else:
            runs.append((fault, number, number))
    return tuple(
        f"page {first} {fault.one}" if first == last else f"pages {first}–{last} {fault.several}"
        for fault, first, last in runs
    )

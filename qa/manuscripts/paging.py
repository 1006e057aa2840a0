"""Whether words are on the page that a manuscript claims: as the file counts, or as printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.records import Document
    from qa.verification.findings import Place

_NUMBER = re.compile(r"(?<![\w.,])\d{1,5}(?![\w.,]\d|\w)")
_EDGE = 2  # lines at the top and the bottom of a page that may have its number
_LONGEST_LINE = 120


class Paged(NamedTuple):
    """Whether the claimed page is right.

    Attributes:
        is_right: None where nobody can know.
        reason: a sentence on why not, or why nobody can know; empty otherwise.
    """

    is_right: bool | None = None
    reason: str = ""


def paged(
    claimed: tuple[int, int],
    places: Sequence[Place],
    documents: dict[str, Document],
    first_page: int | None,
    *,
    is_all: bool,
) -> Paged:
    """Return whether words are on a page.

    Args:
        claimed: first and last page.
        places: where the words are.
        documents: those of the places, by ``doc_id``.
        first_page: of the source, as its bibliography says; None where it does not.
        is_all: whether these are all places.
    """
    with_pages = [place for place in places if documents[place.doc_id].pages]
    said = _said(claimed)
    if not with_pages:
        name = places[0].doc_id
        return Paged(reason=f"{said} was not checked: {name} has no pages.")
    numbers: list[set[int]] = []
    for place in with_pages:
        document = documents[place.doc_id]
        first, last = (
            document.page_at(place.start),
            document.page_at(max(place.start, place.end - 1)),
        )
        pages = range(first or 1, (last or first or 1) + 1)
        found = {*pages, *_printed(document, pages)}
        if first_page is not None:
            found |= {page + first_page - 1 for page in pages}
        numbers.append(found)
    wanted = set(range(claimed[0], min(claimed[1], claimed[0] + 1_000) + 1))
    if any(wanted & found for found in numbers):
        return Paged(is_right=True)
    document = documents[with_pages[0].doc_id]
    beyond = claimed[0] > len(document.pages) and first_page is None
    if beyond and not _is_printed(document, claimed):
        return Paged(
            reason=f"{said} was not checked: {document.doc_id} has {len(document.pages):,} pages, "
            "which may be numbered otherwise in print.",
        )
    if not is_all:
        return Paged(reason=f"{said} was not checked: the words occur often.")
    return Paged(is_right=False)


def _said(claimed: tuple[int, int]) -> str:
    first, last = claimed
    return f"Page {first}" if first == last else f"Page {first}–{last}"


def _printed(document: Document, pages: Iterable[int]) -> set[int]:
    """Return the numbers in the first and last lines of pages."""
    found: set[int] = set()
    for page in pages:
        start = document.pages[page - 1]
        end = document.pages[page] if page < len(document.pages) else len(document.text)
        lines = [line for line in document.text[start:end].split("\n") if line.strip()]
        for line in (*lines[:_EDGE], *lines[-_EDGE:]):
            if len(line) <= _LONGEST_LINE:
                found.update(int(number[0]) for number in _NUMBER.finditer(line))
    return found


def _is_printed(document: Document, claimed: tuple[int, int]) -> bool:
    """Return whether a page of the document has the number of the first claimed page."""
    return claimed[0] in _printed(document, range(1, min(len(document.pages), 2_000) + 1))

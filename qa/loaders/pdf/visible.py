"""The words that a page of a PDF shows: printers' marks and slugs beyond its edge are not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.glyphs import Word
    from qa.loaders.pdf.recognized import PageSize

_QUARTER = 90  # degrees
_DESCENT = 0.2  # of the size, below the baseline


def on_page(words: Sequence[Word], size: PageSize) -> list[Word]:
    """Return the words of which at least a part is within the edges of the page.

    A page can be a cut-out of what its file draws: line numbers, slugs and crop marks around it
    are for the printer.

    Args:
        words: of the page, in any order.
        size: of the page as it is shown.
    """
    return [word for word in words if _is_seen(word, size)]


def _is_seen(word: Word, size: PageSize) -> bool:
    if word.turn % _QUARTER:
        return True  # few words are aslant, and their edges are not those of the page
    width, height = size.width, size.height
    if word.turn % (2 * _QUARTER):
        width, height = height, width
    below, above = word.base - _DESCENT * word.size, word.base + word.size
    return word.right > 0 and word.left < width and above > 0 and below < height


def note_of(count: int) -> tuple[str, ...]:
    """Return a note on words that no page shows, empty where there are none.

    Args:
        count: of the words.
    """
    if not count:
        return ()
    are = (
        "word beyond the edge of its page is"
        if count == 1
        else "words beyond the edges of pages are"
    )
    return (f"{count:,} {are} not shown there and left out",)

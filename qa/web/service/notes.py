"""Notes on files as the page shows them: for the owner of the server, or for whoever visits it.

The owner has the command line that a note names. A visitor can only ask the owner.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.loaders.ocr.engines import HOW
from qa.receipts.reading import MAKE_ONE
from qa.web import strings


@dataclass(slots=True)
class Readers:
    """Who reads the notes: decided once, when the server of this process starts.

    Attributes:
        are_owner: whether nobody but its owner can open the page.
    """

    are_owner: bool = False


READERS = Readers()
"""Those of the server of this process."""


def for_page(note: str) -> str:
    """Return a note, or the reason for a refusal, that says what a reader of the page can do.

    Args:
        note: as the build wrote it, for whoever runs it.
    """
    said = note.replace(MAKE_ONE, strings.RECEIPT_MAKE)
    return said if READERS.are_owner else said.replace(HOW, strings.OCR_ASK)

"""Notes on files as the page shows them: whoever reads them there has no command line."""

from __future__ import annotations

from qa.loaders.ocr.engines import HOW
from qa.receipts.reading import MAKE_ONE
from qa.web import strings


def for_page(note: str) -> str:
    """Return a note, or the reason for a refusal, that says what a user of the page can do.

    Args:
        note: as the build wrote it, for whoever runs it.
    """
    return note.replace(HOW, strings.OCR_ASK).replace(MAKE_ONE, strings.RECEIPT_MAKE)

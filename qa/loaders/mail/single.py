"""One message in a file (``.eml``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.mail.message import Reading, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a message: itself, and each attachment that has a loader.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is no message, or its parts are nested too deeply.
    """
    reading = Reading(path)
    yield from reading.message(parse(data, path))
    yield from reading.attachments
